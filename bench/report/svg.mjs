// @ts-check
import { RUNTIMES } from '../rows.mjs';
import { aimed, figureOf, targetOf, verdictOf } from './lines.mjs';

/** @typedef {import('./lines.mjs').Line} Line */

const WIDTH = 1060;
const MARGIN = 24;
/** The longest label, of 80 characters, ends before the bars. */
const BARS = { left: 570, right: 870 };
const ROW = 38;
const BAR = 14;
const HEADING = 46;
const TOP = 74;

/** Longer bars are cut here; their figures are still exact. */
const LONGEST = 3;

const NAMES = {
  node: 'Node',
  deno: 'Deno',
  chromium: 'Chromium',
  firefox: 'Firefox',
  webkit: 'WebKitGTK',
  workerd: 'workerd',
};

const STYLE = `
  .paper { fill: #ffffff; stroke: #d0d7de }
  text { fill: #1f2328; font: 13px system-ui, sans-serif }
  .title { font-size: 18px; font-weight: 600 }
  .heading { font-size: 14px; font-weight: 600 }
  .small { fill: #59636e; font-size: 11px }
  .figure { font-variant-numeric: tabular-nums }
  .grid { stroke: #d0d7de }
  .met { fill: #0969da }
  .missed { fill: #bc4c00 }
  .target { stroke: #1f2328; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; stroke: #3d444d }
    text { fill: #f0f6fc }
    .small { fill: #9198a1 }
    .grid { stroke: #3d444d }
    .met { fill: #4493f8 }
    .missed { fill: #f0883e }
    .target { stroke: #f0f6fc }
  }
`;

/**
 * A plot of the lines with targets: ratios, grouped by runtime, then figures as shares of their limits.
 * @param {Line[]} all
 */
export function plot(all) {
  const lines = aimed(all);
  const ratios = RUNTIMES.map((runtime) => ({
    heading: `${NAMES[runtime]}: times as fast, more is better`,
    lines: lines.filter((line) => line.runtime === runtime && line.direction === 'least'),
  }));
  const limits = {
    heading: 'Share of a limit: less is better',
    lines: lines.filter(({ direction }) => direction === 'most'),
  };
  const lengths = lines.flatMap((line) => [lengthOf(line), markOf(line)]);
  const scale = (BARS.right - BARS.left) / Math.min(LONGEST, Math.max(1.25, ...lengths));
  const x = (/** @type {number} */ value) =>
    Math.round(BARS.left + Math.min(value, LONGEST) * scale);
  let y = TOP;
  const sections = [...ratios, limits]
    .filter((section) => section.lines.length > 0)
    .map(({ heading, lines }) => {
      const top = y;
      y += HEADING + lines.length * ROW;
      return section(heading, lines, top, x);
    });
  const height = y + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">
<title id="title">How fast metadefender-wasm is</title>
<desc id="description">${escape(lines.map(sentence).join(' '))}</desc>
<style>${STYLE}</style>
<rect class="paper" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6"/>
<text class="title" x="${MARGIN}" y="38">How fast metadefender-wasm is</text>
<text class="small" x="${MARGIN}" y="58">The upright line of each bar is its target.</text>
${sections.join('\n')}
</svg>
`;
}

/**
 * @param {string} heading
 * @param {Line[]} lines
 * @param {number} top
 * @param {(value: number) => number} x
 */
function section(heading, lines, top, x) {
  const bottom = top + HEADING + lines.length * ROW - 8;
  const axis = [0, 1].map(
    (value) =>
      `<path class="grid" d="M${x(value)} ${top + 34}V${bottom}"/><text class="small" x="${x(value)}" y="${top + 30}" text-anchor="middle">${value}</text>`,
  );
  const rows = lines.map((line, index) => bar(line, top + HEADING + index * ROW, x));
  const title = `<text class="heading" x="${MARGIN}" y="${top + 28}">${escape(heading)}</text>`;
  return [title, ...axis, ...rows].join('\n');
}

/**
 * @param {Line} line
 * @param {number} top
 * @param {(value: number) => number} x
 */
function bar(line, top, x) {
  const middle = top + BAR / 2;
  const mark = x(markOf(line));
  const verdict = line.met ? '' : ', missed';
  const below = line.direction === 'least' ? `against ${line.other}` : NAMES[line.runtime];
  return [
    `<text x="${MARGIN}" y="${middle + 1}">${escape(plain(line.what))}</text>`,
    `<text class="small" x="${MARGIN}" y="${middle + 16}">${escape(below)}</text>`,
    `<rect class="${line.met ? 'met' : 'missed'}" x="${BARS.left}" y="${top}" width="${Math.max(1, x(lengthOf(line)) - BARS.left)}" height="${BAR}" rx="2"/>`,
    `<path class="target" d="M${mark} ${top - 4}v${BAR + 8}"/>`,
    `<text class="figure" x="${BARS.right + 16}" y="${middle + 1}">${escape(`${figureOf(line)}${verdict}`)}</text>`,
    `<text class="small" x="${BARS.right + 16}" y="${middle + 16}">${escape(`target ${targetOf(line)}`)}</text>`,
  ].join('\n');
}

/** @param {Line} line */
const lengthOf = ({ direction, figure, target = NaN }) =>
  Math.max(0, direction === 'least' ? figure : figure / target);

/** @param {Line} line */
const markOf = ({ direction, target = NaN }) => (direction === 'least' ? target : 1);

/** Removes the backticks of code. @param {string} text */
const plain = (text) => text.replaceAll('`', '');

/** @param {Line} line */
const sentence = (line) =>
  `${against(line)} in ${NAMES[line.runtime]}: ${figureOf(line)}, target ${targetOf(line)}, ${verdictOf(line)}.`;

/** @param {Line} line */
const against = ({ what, other }) => plain(other ? `${what}, against ${other}` : what);

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
