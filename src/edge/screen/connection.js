// @ts-check
import { connect } from 'metadefender-wasm';
/** @import { Budget } from './budget.js' */
/** @import { Settings } from './options.js' */

/**
 * A connection whose calls are counted. Each request has its own, which costs nothing: the module is loaded once.
 * @param {Settings} settings
 * @param {Budget} budget
 * @param {number} [patience] ms by which its requests are given more time
 */
export function connectionFor({ connection }, budget, patience = 0) {
  const { fetch, timeout = 30_000, ...options } = connection;
  return connect({ ...options, timeout: timeout + patience, fetch: budget.counting(fetch) });
}
