// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmBin, root } from '../../scripts/lib/paths.mjs';
import { run } from '../../scripts/lib/run.mjs';
import { linesOf } from './lines.mjs';
import { replaceSection, section } from './readme.mjs';
import { plot } from './svg.mjs';

/**
 * What a run of the benchmark found.
 * @typedef {object} Report
 * @property {string} date
 * @property {string} command
 * @property {import('./machine.mjs').Machine} machine
 * @property {Record<string, string>} versions
 * @property {import('../plan.mjs').Plan} plan
 * @property {import('./lines.mjs').Result[]} results
 */

/** Writes the results, the plot and the README's table. @param {Report} report */
export async function save(report) {
  const folder = join(root, 'docs', 'benchmark');
  const json = join(folder, 'results.json');
  const readme = join(root, 'README.md');
  mkdirSync(folder, { recursive: true });
  writeFileSync(json, JSON.stringify(report, rounded, 2));
  writeFileSync(join(folder, 'plot.svg'), plot(linesOf(report.results)));
  writeFileSync(readme, replaceSection(readFileSync(readme, 'utf8'), section(report)));
  await run(npmBin('prettier'), ['--write', '--log-level=warn', json, readme]);
}

/** Five digits are more than the machine is good for. @param {string} _ @param {unknown} value */
const rounded = (_, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
