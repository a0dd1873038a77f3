// @ts-check
import { connect } from 'metadefender-wasm';
/** @import { Budget } from './budget.js' */
/** @import { ScreenSettings } from './settings.js' */

/**
 * A connection whose calls are counted. Each request has its own; that is cheap, as the module is loaded once.
 * @param {ScreenSettings} settings
 * @param {Budget} budget
 * @param {number} [extraTimeout] ms, added to the timeout of each call
 */
export function connectionFor({ connection }, budget, extraTimeout = 0) {
  const { fetch, timeout = 30_000, ...options } = connection;
  return connect({
    ...options,
    timeout: timeout + extraTimeout,
    fetch: budget.countingFetch(fetch),
  });
}
