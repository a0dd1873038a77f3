// @ts-check
import { json } from './json.js';
import { junit } from './junit.js';
import { sarif } from './sarif.js';
import { table } from './table.js';
/** @import { FileOutcome } from '../outcome.js' */
/** @import { Tally } from '../tally.js' */

/**
 * Formats the outcomes of the files, as they come. Each returned text is written at once, so that memory does not grow with the
 * number of files if the format allows it. The document is complete after `end`, however the scan has ended.
 * @typedef {object} Report
 * @property {() => string} begin
 * @property {(outcome: FileOutcome) => string} add
 * @property {(tally: Tally, extra: Extra) => string} end
 */

/**
 * Data for the end of a report that is not about a single file.
 * @typedef {object} Extra
 * @property {string} [batchId]
 * @property {number} exitCode
 */

/**
 * @typedef {object} ReportOptions
 * @property {boolean} hasColors
 * @property {boolean} isQuiet whether the table leaves out allowed files
 */

/** @type {Record<string, (options: ReportOptions) => Report>} */
export const FORMATS = { table, json, sarif, junit };
