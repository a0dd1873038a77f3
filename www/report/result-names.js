// @ts-check

/**
 * Display names of processing results, from the reference. Decisions use the verdict, never one of these.
 * @type {Record<number, string>}
 */
const NAMES = {
  0: 'No threat',
  1: 'Infected',
  2: 'Suspicious',
  3: 'Failed',
  7: 'Allow list',
  8: 'Block list',
  9: 'Exceeded archive depth',
  10: 'Not scanned',
  12: 'Encrypted archive',
  13: 'Exceeded archive size',
  14: 'Exceeded archive file number',
  15: 'Password-protected document',
  16: 'Exceeded archive timeout',
  17: 'Mismatch',
  18: 'Potentially vulnerable',
  19: 'Cancelled',
  20: 'Sensitive data found',
  21: 'YARA rule matched',
  22: 'Potentially unwanted',
  23: 'Unsupported file type',
  24: 'Extraction failed',
  25: 'Scan failed',
  38: 'Known bad',
  39: 'Known good',
  40: 'Unknown',
  255: 'In progress',
};

const CLEAN = new Set([0, 7, 39, 41]);
const THREATS = new Set([1, 2, 8, 26, 27, 28, 29, 30, 34, 36, 38, 42]);

/**
 * The name and the look of a result.
 * @param {unknown} code
 */
export function resultName(code) {
  const title = NAMES[/** @type {number} */ (code)] ?? `Result ${String(code ?? 'unknown')}`;
  if (CLEAN.has(/** @type {number} */ (code))) return { title, outcome: 'allowed' };
  if (THREATS.has(/** @type {number} */ (code))) return { title, outcome: 'blocked' };
  return { title, outcome: 'undetermined' };
}
