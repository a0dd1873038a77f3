// @ts-check
import { aimed, linesOf } from './lines.mjs';
import { markdownTable } from './table.mjs';

const BEGIN = '<!-- benchmark -->';
const END = '<!-- /benchmark -->';

/** What the README says of a run. @param {import('./report.mjs').Report} report */
export function section({ date, command, machine, versions, results }) {
  const { cpu, cores, memory, system } = machine;
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const lines = linesOf(results);
  const others = lines.filter(({ target }) => target === undefined);
  return [
    `By \`${command}\` on ${date.slice(0, 10)}: ${cpu}, ${cores} cores, ${memory} GiB, ${system}; ${programs.join(', ')}.`,
    markdownTable(aimed(lines)),
    `<details><summary>Other comparisons, of which none is a target</summary>`,
    markdownTable(others),
    `</details>`,
  ].join('\n\n');
}

/**
 * Puts a text between the markers, and leaves all else as it is.
 * @param {string} readme
 * @param {string} text
 */
export function replaceSection(readme, text) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`the README has no ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${readme.slice(end)}`;
}
