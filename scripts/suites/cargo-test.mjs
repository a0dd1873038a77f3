// @ts-check
import { stripVTControlCharacters } from 'node:util';
import { cargo } from '../lib/cargo.mjs';
import { step } from '../lib/step.mjs';
import { outcome } from './outcome.mjs';
import { transcript } from './transcript.mjs';

const RESULT = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;

/**
 * Compiles tests, and makes a job that runs them with `cargo test` and counts them.
 * @param {string[]} args
 * @returns {Promise<import('./job.mjs').Job[]>}
 */
export async function cargoTest(args) {
  await step(`Compiling the tests of ${args[1]}`, () => cargo(['test', '--no-run', ...args]));
  return [{ title: `cargo test ${args.join(' ')}`, run: () => runTests(args) }];
}

/** @param {string[]} args */
async function runTests(args) {
  const { lines, problem } = await transcript((options) =>
    cargo(['test', '--no-fail-fast', ...args], options),
  );
  const tally = { passed: 0, failed: 0 };
  let ignored = 0;
  for (const line of lines) {
    const counts = RESULT.exec(stripVTControlCharacters(line))?.slice(1).map(Number);
    if (!counts) continue;
    tally.passed += counts[0] ?? 0;
    tally.failed += counts[1] ?? 0;
    ignored += counts[2] ?? 0;
  }
  const note = ignored ? `${ignored} ignored` : undefined;
  return { ...outcome(tally, problem, note), text: lines.join('\n') };
}
