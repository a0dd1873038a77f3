// @ts-check
import { explain } from '../explain.js';

/** @typedef {import('../scanner.js').Outcome} Outcome */

const STATES = {
  blocked: 'GET_LABEL_FILE_BLOCKED',
  undetermined: 'GET_LABEL_FILE_UNDETERMINED',
  failed: 'GET_LABEL_FILE_NOT_SCANNED',
};

/**
 * The two lines that FilePond shows for a file that is not allowed.
 * @param {Exclude<Outcome, { state: 'allowed' | 'cancelled' }>} outcome
 * @param {import('./options.js').Query} query
 */
export function statusText(outcome, query) {
  const errors = query('GET_LABEL_FILE_SCAN_ERRORS');
  const reasons = query('GET_LABEL_FILE_SCAN_REASONS');
  const why = explain(outcome, {
    error: (code) => errors[code],
    reason: (name) => reasons[name],
    threat: (threat) => query('GET_LABEL_FILE_THREAT').replaceAll('{threat}', () => threat),
    cancelled: '',
  });
  const state = query(STATES[/** @type {keyof typeof STATES} */ (outcome.state)]);
  return { state, why };
}
