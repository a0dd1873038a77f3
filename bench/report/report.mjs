// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmBin, root } from '../../scripts/lib/paths.mjs';
import { run as execute } from '../../scripts/lib/run.mjs';
import { linesOf } from './lines.mjs';
import { withEarlier } from './earlier.mjs';
import { replaceSection, section } from './guide.mjs';
import { plot } from './svg.mjs';

/**
 * The results of a run of the benchmark.
 * @typedef {object} Report
 * @property {string} date on which it ended
 * @property {import('./machine.mjs').Machine} machine
 * @property {Record<string, string>} versions
 * @property {import('../plan.mjs').Plan} plan
 * @property {import('./lines.mjs').Result[]} results
 */

/**
 * Writes the results, the plot and the table of the guide. Rows that were not measured keep their earlier results.
 * @param {Report} run
 */
export async function save(run) {
  const folder = join(root, 'docs', 'benchmark');
  const json = join(folder, 'results.json');
  const guide = join(root, 'docs', 'performance.md');
  mkdirSync(folder, { recursive: true });
  const report = existsSync(json) ? withEarlier(run, JSON.parse(readFileSync(json, 'utf8'))) : run;
  writeFileSync(json, JSON.stringify(report, rounded, 2));
  writeFileSync(join(folder, 'plot.svg'), plot(linesOf(report.results)));
  writeFileSync(guide, replaceSection(readFileSync(guide, 'utf8'), section(report)));
  await execute(npmBin('prettier'), ['--write', '--log-level=warn', json, guide]);
}

/** Rounds to five digits: the measurements are less exact than that. @param {string} _ @param {unknown} value */
const rounded = (_, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
