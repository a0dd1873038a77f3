// @ts-check
import { run } from '../lib/run.mjs';
import { outcome } from './outcome.mjs';
import { transcript } from './transcript.mjs';

const RESULT = /^(\d+) passed, (\d+) failed$/;

/**
 * A job that runs a script whose last line is `N passed, N failed`.
 * @param {string} script
 * @returns {import('./job.mjs').Job[]}
 */
export function scriptTest(script) {
  return [{ title: script, run: () => runScript(script) }];
}

/** @param {string} script */
async function runScript(script) {
  const { lines, problem } = await transcript((options) => run('bash', [script], options));
  let tally = { passed: 0, failed: 0 };
  for (const line of lines) {
    const [passed, failed] = RESULT.exec(line)?.slice(1).map(Number) ?? [];
    if (passed !== undefined && failed !== undefined) tally = { passed, failed };
  }
  return { ...outcome(tally, problem), text: lines.join('\n') };
}
