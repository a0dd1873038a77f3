// @ts-check

/** @typedef {import('../lib/tally.mjs').Tally & { note?: string }} Outcome */

/**
 * What a suite counts for. A suite that ran nothing, or whose program failed although no test of it
 * did, is a failure.
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
