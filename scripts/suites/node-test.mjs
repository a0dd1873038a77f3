// @ts-check
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, Failure } from '../lib/failure.mjs';
import { filesUnder } from '../lib/fingerprint.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { outcome } from './outcome.mjs';

const COUNTER = fileURLToPath(new URL('counting-reporter.mjs', import.meta.url));
const LONGEST_TEST = 10 * 60_000;

/**
 * Runs Node's own test runner over every `*.test.mjs` of a folder and counts its tests.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
export async function nodeTest(folder, env) {
  const files = filesUnder(root, folder).filter((file) => file.endsWith('.test.mjs'));
  if (files.length === 0) throw new Failure(`${folder} has no *.test.mjs`);

  const counts = join(target, 'test-counts', `${folder.replaceAll('/', '-')}.json`);
  mkdirSync(join(counts, '..'), { recursive: true });
  rmSync(counts, { force: true });
  const args = ['--test', `--test-timeout=${LONGEST_TEST}`].concat(
    ['--test-reporter=spec', '--test-reporter-destination=stdout'],
    [`--test-reporter=${COUNTER}`, `--test-reporter-destination=${counts}`],
    files,
  );
  const problem = await run(process.execPath, args, { env, show: true }).then(
    () => undefined,
    describe,
  );
  return outcome(readCounts(counts), problem);
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
