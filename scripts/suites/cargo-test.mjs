// @ts-check
import { stripVTControlCharacters } from 'node:util';
import { cargo } from '../lib/cargo.mjs';
import { describe } from '../lib/failure.mjs';
import { outcome } from './outcome.mjs';

const RESULT = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;

/**
 * Runs `cargo test` and counts its tests.
 * @param {string[]} args
 */
export async function cargoTest(args) {
  const tally = { passed: 0, failed: 0 };
  let ignored = 0;
  const onLine = (/** @type {string} */ line) => {
    const counts = RESULT.exec(stripVTControlCharacters(line))?.slice(1).map(Number);
    if (!counts) return;
    tally.passed += counts[0] ?? 0;
    tally.failed += counts[1] ?? 0;
    ignored += counts[2] ?? 0;
  };
  const problem = await cargo(['test', '--no-fail-fast', ...args], { show: true, onLine }).then(
    () => undefined,
    describe,
  );
  return outcome(tally, problem, ignored ? `${ignored} ignored` : undefined);
}
