// @ts-check
import { h, svg } from '../lib/dom.js';
import { duration } from '../lib/format.js';

const ROW = 30;
const BAR = 7;

/**
 * The engines' times as bars, the slowest first. Lengths are percentages, so that it fits any width.
 * @param {import('./engines.js').Engine[]} engines
 */
export function engineChart(engines) {
  const timed = engines
    .filter((engine) => engine.time !== undefined)
    .toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0));
  const longest = timed[0]?.time ?? 0;
  if (timed.length === 0) return null;
  const rows = timed.map(({ name, time = 0, outcome }, index) =>
    svg(
      'g',
      { 'data-outcome': outcome },
      svg('text', { x: 0, y: index * ROW + 13 }, shortened(name)),
      svg('text', { x: '100%', y: index * ROW + 13, 'text-anchor': 'end' }, duration(time)),
      rect('chart-rail', index, 100),
      rect('chart-bar', index, longest > 0 ? (100 * time) / longest : 0),
    ),
  );
  const chart = svg(
    'svg',
    {
      class: 'chart',
      width: '100%',
      height: timed.length * ROW,
      role: 'img',
      'aria-label': inWords(timed),
    },
    ...rows,
  );
  return h('figure', { class: 'engine-times' }, h('figcaption', {}, 'Scan time by engine'), chart);
}

/**
 * @param {string} name
 * @param {number} index
 * @param {number} percent
 */
function rect(name, index, percent) {
  const y = index * ROW + 18;
  return svg('rect', { class: name, x: 0, y, width: `${percent}%`, height: BAR, rx: BAR / 2 });
}

/** @param {string} name */
const shortened = (name) => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

/** @param {import('./engines.js').Engine[]} timed */
function inWords(timed) {
  const said = timed.slice(0, 3).map(({ name, time = 0 }) => `${name} ${duration(time)}`);
  const last = /** @type {import('./engines.js').Engine} */ (timed.at(-1));
  const rest = timed.length > 3 ? `; the fastest ${last.name} ${duration(last.time ?? 0)}` : '';
  return `Scan times of ${timed.length} engines. The slowest: ${said.join(', ')}${rest}.`;
}
