// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSoak } from './run-soak.mjs';

/** A fixed seed, so that a failure is a regression. */
const SEED = 20_261_130;

/**
 * Registers a soak that is short enough for each test run. `npm run soak` is the long one.
 * @param {string} name of a platform
 * @param {number} runs
 */
export function shortSoak(name, runs) {
  test(`${runs} scans with faults in ${name}`, async () => {
    const found = await runSoak(name, { seed: SEED, runs });
    assert.equal(found.join('\n'), '');
  });
}
