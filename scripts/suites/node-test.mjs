// @ts-check
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, Failure } from '../lib/failure.mjs';
import { filesUnder } from '../lib/fingerprint.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { sum } from '../lib/tally.mjs';
import { outcome } from './outcome.mjs';

const COUNTER = fileURLToPath(new URL('counting-reporter.mjs', import.meta.url));
const LONGEST_TEST = 10 * 60_000;

/**
 * Runs Node's own test runner over every `*.test.mjs` of a folder and counts its tests. Most of them wait for browsers and
 * processes, so that two files at once take little more than one.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {RegExp} [alone] the files that measure time, which run one after the other, after all others
 */
export async function nodeTest(folder, env, alone = /^$/) {
  const files = filesUnder(root, folder).filter((file) => file.endsWith('.test.mjs'));
  if (files.length === 0) throw new Failure(`${folder} has no *.test.mjs`);

  const counts = join(target, 'test-counts', `${folder.replaceAll('/', '-')}.json`);
  mkdirSync(join(counts, '..'), { recursive: true });
  /** @type {import('../lib/tally.mjs').Tally[]} */
  const tallies = [];
  /** @type {string | undefined} */
  let problem;
  const groups = [
    files.filter((file) => !alone.test(file)),
    files.filter((file) => alone.test(file)),
  ];
  for (const [index, group] of groups.entries()) {
    if (group.length === 0) continue;
    rmSync(counts, { force: true });
    const args = ['--test', `--test-timeout=${LONGEST_TEST}`].concat(
      [`--test-concurrency=${index === 0 ? 2 : 1}`],
      ['--test-reporter=spec', '--test-reporter-destination=stdout'],
      [`--test-reporter=${COUNTER}`, `--test-reporter-destination=${counts}`],
      group,
    );
    await run(process.execPath, args, { env, show: true }).catch((error) => {
      problem = describe(error);
    });
    tallies.push(readCounts(counts));
  }
  return outcome(sum(tallies), problem);
}

/**
 * @param {string} file
 * @returns {import('../lib/tally.mjs').Tally}
 */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 0 };
  }
}
