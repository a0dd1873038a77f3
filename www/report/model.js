// @ts-check
import { isAbort } from '../problem.js';

/**
 * What the page knows about a file.
 * @typedef {object} Report
 * @property {string} name
 * @property {number} [size]
 * @property {Blob} [file] its bytes, if this page still has them
 * @property {number} at when it was scanned, ms since 1970
 * @property {import('metadefender-wasm').Scan} [scan]
 * @property {unknown} [error] why there is no scan
 * @property {import('./phases.js').Phases} [phases]
 * @property {{ title: string, open: () => void }} [back] the archive or batch that it is part of
 */

/**
 * The outcome of a report.
 * @param {Report} report
 * @returns {import('../verdict.js').Outcome}
 */
export function outcomeOf({ scan, error }) {
  if (scan) return scan.verdict;
  if (error === undefined) return 'scanning';
  return isAbort(error) ? 'cancelled' : 'failed';
}
