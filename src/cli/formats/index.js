// @ts-check
import { json } from './json.js';
import { junit } from './junit.js';
import { sarif } from './sarif.js';
import { table } from './table.js';
/** @import { FileOutcome } from '../outcome.js' */
/** @import { Tally } from '../tally.js' */

/**
 * Writes what became of the files, as they are done. What is returned is written at once, so that memory does not grow with their number where a format
 * allows that. The document is whole after `end`, however the scan has ended.
 * @typedef {object} Report
 * @property {() => string} begin
 * @property {(outcome: FileOutcome) => string} add
 * @property {(tally: Tally, extra: Extra) => string} end
 */

/**
 * What is known besides the files.
 * @typedef {object} Extra
 * @property {string} [batchId]
 * @property {number} exitCode
 */

/**
 * @typedef {object} ReportOptions
 * @property {boolean} hasColors
 * @property {boolean} isQuiet whether files that are allowed are left out of the table
 */

/** @type {Record<string, (options: ReportOptions) => Report>} */
export const FORMATS = { table, json, sarif, junit };
