// @ts-check
import { aimed, linesOf } from './lines.mjs';
import { markdownTable } from './table.mjs';

const BEGIN = '<!-- benchmark -->';
const END = '<!-- /benchmark -->';

/** The section of the guide about the results. @param {import('./report.mjs').Report} report */
export function section({ date, machine, versions, results }) {
  const { cpu, cores, memory, system } = machine;
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const lines = linesOf(results);
  const others = lines.filter(({ target }) => target === undefined);
  return [
    `By \`npm run bench\` ${days(results.map((result) => result.date ?? date))}: ${cpu}, ${cores} cores, ${memory} GiB, ${system}; ${programs.join(', ')}.`,
    markdownTable(aimed(lines)),
    `<details><summary>Other comparisons, of which none is a target</summary>`,
    markdownTable(others),
    `</details>`,
  ].join('\n\n');
}

/** The days on which rows were measured. @param {string[]} dates */
function days(dates) {
  const all = dates.map((date) => date.slice(0, 10)).sort();
  const [first, last] = [all[0], all.at(-1)];
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

/**
 * Replaces the text between the markers.
 * @param {string} guide
 * @param {string} text
 */
export function replaceSection(guide, text) {
  const begin = guide.indexOf(BEGIN);
  const end = guide.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`the guide has no ${BEGIN} … ${END}`);
  return `${guide.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${guide.slice(end)}`;
}
