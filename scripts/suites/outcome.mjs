// @ts-check

/** @typedef {import('../lib/tally.mjs').Tally & { note?: string }} Outcome */

/**
 * The outcome of a suite. It has failed if no test was run, or if its program failed without a failed test.
 * @param {import('../lib/tally.mjs').Tally} tally
 * @param {string | undefined} problem of the program that ran it
 * @param {string} [note]
 * @returns {Outcome}
 */
export function outcome({ passed, failed }, problem, note) {
  if (failed > 0) return { passed, failed, note };
  if (problem) return { passed, failed: 1, note: problem };
  if (passed === 0) return { passed, failed: 1, note: 'no test was run' };
  return { passed, failed, note };
}
