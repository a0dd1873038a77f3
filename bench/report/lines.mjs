// @ts-check
import { BROWSERS, ROWS } from '../rows.mjs';

/**
 * The result of a row in one runtime.
 * @typedef {object} Result
 * @property {string} id of the row
 * @property {import('../rows.mjs').Runtime} runtime
 * @property {import('../rows.mjs').Measured} measured
 * @property {string} [date] of an earlier run
 */

/**
 * One line of the table: ours compared to one other, or a figure.
 * @typedef {object} Line
 * @property {string} what
 * @property {import('../rows.mjs').Runtime} runtime
 * @property {string} ours
 * @property {string} theirs
 * @property {string} [other] the name of the other one
 * @property {number} figure the ratio, if there is another one
 * @property {string} unit
 * @property {'least' | 'most'} direction
 * @property {number} [target]
 * @property {boolean} [met]
 * @property {string} [behind] why the ratio is more than a quarter below that of Chromium, if it is
 */

/** A browser is behind if its ratio is below this share of Chromium's. */
const BEHIND = 0.75;

/** @param {Result[]} results @returns {Line[]} */
export function linesOf(results) {
  const all = results.flatMap(lines);
  return all.map((line) => {
    const { what, other, runtime, figure } = line;
    if (!BROWSERS.includes(runtime) || !other) return line;
    const same = (/** @type {Line} */ each) => each.what === what && each.other === other;
    const chromium = all.find((each) => each.runtime === 'chromium' && same(each));
    if (!chromium || figure >= BEHIND * chromium.figure) return line;
    const row = ROWS.find((each) => each.what === what);
    return { ...line, behind: row?.behind?.[runtime] ?? 'not looked into' };
  });
}

/** The lines that have a target. @param {Line[]} lines */
export const aimed = (lines) => lines.filter(({ target }) => target !== undefined);

/** @param {Result} result @returns {Line[]} */
function lines({ id, runtime, measured }) {
  const row = ROWS.find((each) => each.id === id);
  if (!row) throw new Error(`no row is called ${id}`);
  const { what } = row;
  if ('figure' in measured) {
    const { figure, detail = '' } = measured;
    const line = { what, runtime, ours: detail, theirs: '', figure, unit: ` ${row.unit}` };
    return [judged(line, 'most', row.most?.[runtime])];
  }
  const { ours, theirs, unit = 'MB/s' } = measured;
  return theirs.map(({ name, note, speed, ratio }) => {
    const line = {
      what,
      runtime,
      ours: perSecond(ours.speed, unit),
      theirs: `${name}${note ? ` (${note})` : ''}, ${perSecond(speed, unit)}`,
      other: name,
      figure: ratio,
      unit: ' ×',
    };
    return judged(line, 'least', row.least?.[runtime]?.[name]);
  });
}

/**
 * @param {Omit<Line, 'direction' | 'target' | 'met'>} line
 * @param {Line['direction']} direction
 * @param {number | undefined} target
 * @returns {Line}
 */
function judged(line, direction, target) {
  if (target === undefined) return { ...line, direction };
  const met = direction === 'least' ? line.figure >= target : line.figure <= target;
  return { ...line, direction, target, met };
}

/** @param {number} speed @param {string} unit */
const perSecond = (speed, unit) => `${Math.round(speed)} ${unit}`;

/** The figure with its unit. @param {Line} line */
export const figureOf = ({ figure, unit }) => `${round(figure, unit)}${unit}`;

/** The target with its unit; empty if there is none. @param {Line} line */
export const targetOf = ({ target, unit, direction }) =>
  target === undefined ? '' : `${direction === 'least' ? '≥' : '≤'} ${target}${unit}`;

/** Whether the target was met, if there is one, and why the ratio is behind Chromium's. @param {Line} line */
export const verdictOf = ({ met, behind }) =>
  [
    met !== undefined && (met ? 'met' : 'missed'),
    behind !== undefined && `behind Chromium: ${behind}`,
  ]
    .filter(Boolean)
    .join('; ');

/** @param {number} figure @param {string} unit */
const round = (figure, unit) => figure.toFixed(unit === ' ×' ? 2 : unit === ' calls' ? 0 : 1);
