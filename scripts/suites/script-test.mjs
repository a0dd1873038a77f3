// @ts-check
import { run } from '../lib/run.mjs';
import { outcome } from './outcome.mjs';
import { transcript } from './transcript.mjs';

const RESULT = /^(\d+) passed, (\d+) failed$/;

/**
 * A job that runs a script whose last line is `N passed, N failed`.
 * @param {string} script
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./job.mjs').Job[]}
 */
export function scriptTest(script, env) {
  return [{ title: script, run: () => runScript(script, env) }];
}

/**
 * @param {string} script
 * @param {NodeJS.ProcessEnv} env
 */
async function runScript(script, env) {
  const { lines, problem } = await transcript((options) =>
    run('bash', [script], { ...options, env }),
  );
  let tally = { passed: 0, failed: 0 };
  for (const line of lines) {
    const [passed, failed] = RESULT.exec(line)?.slice(1).map(Number) ?? [];
    if (passed !== undefined && failed !== undefined) tally = { passed, failed };
  }
  return { ...outcome(tally, problem), text: lines.join('\n') };
}
