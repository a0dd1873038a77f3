// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSoak } from './run-soak.mjs';

/** Always the same scenarios, so that whatever fails was broken since. */
const SEED = 20_261_130;

/**
 * Makes a test of a soak that is short enough for each run of the tests. `npm run soak` is the long one.
 * @param {string} name of a platform
 * @param {number} runs
 */
export function shortSoak(name, runs) {
  test(`${runs} scans with faults in ${name}`, async () => {
    const found = await runSoak(name, { seed: SEED, runs });
    assert.equal(found.join('\n'), '');
  });
}
