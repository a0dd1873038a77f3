// @ts-check
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { Failure } from '../lib/failure.mjs';
import { filesUnder } from '../lib/fingerprint.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { outcome } from './outcome.mjs';
import { transcript } from './transcript.mjs';

const COUNTER = fileURLToPath(new URL('counting-reporter.mjs', import.meta.url));
/** The time limit of a test file, on a busy machine. */
const LONGEST_FILE = 20 * 60_000;
/** The runner's own summary, which is for one file. */
const SUMS = /^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /;

/**
 * Jobs that run Node's own test runner, each over one `*.test.mjs` of a folder, and count its tests.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./job.mjs').Job[]}
 */
export function nodeTest(folder, env) {
  const files = filesUnder(root, folder).filter((file) => file.endsWith('.test.mjs'));
  if (files.length === 0) throw new Failure(`${folder} has no *.test.mjs`);
  return files.map((file) => nodeTestJob(file, env));
}

/**
 * A job for one file.
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @param {string} [variant] the name of an additional run of the file
 * @returns {import('./job.mjs').Job}
 */
export function nodeTestJob(file, env, variant) {
  const title = variant === undefined ? file : `${file} in ${variant}`;
  return { title, run: () => testFile(file, env, title) };
}

/**
 * @param {string} file
 * @param {NodeJS.ProcessEnv} env
 * @param {string} title
 */
async function testFile(file, env, title) {
  const counts = join(target, 'test-counts', `${title.replaceAll(/[/ ]/g, '-')}.json`);
  mkdirSync(join(counts, '..'), { recursive: true });
  rmSync(counts, { force: true });
  const args = ['--test', `--test-timeout=${LONGEST_FILE}`].concat(
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    [`--test-reporter=${COUNTER}`, `--test-reporter-destination=${counts}`],
    [file],
  );
  const { lines, problem } = await transcript((options) =>
    run(process.execPath, args, { ...options, env }),
  );
  const text = lines.filter((line) => !SUMS.test(stripVTControlCharacters(line))).join('\n');
  return { ...outcome(readCounts(counts), problem), text };
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
