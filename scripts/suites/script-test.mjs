// @ts-check
import { describe } from '../lib/failure.mjs';
import { run } from '../lib/run.mjs';
import { outcome } from './outcome.mjs';

const RESULT = /^(\d+) passed, (\d+) failed$/;

/**
 * Runs a script whose last line is `N passed, N failed`.
 * @param {string} script
 */
export async function scriptTest(script) {
  let tally = { passed: 0, failed: 0 };
  const onLine = (/** @type {string} */ line) => {
    const [passed, failed] = RESULT.exec(line)?.slice(1).map(Number) ?? [];
    if (passed !== undefined && failed !== undefined) tally = { passed, failed };
  };
  const problem = await run('bash', [script], { show: true, onLine }).then(
    () => undefined,
    describe,
  );
  return outcome(tally, problem);
}
