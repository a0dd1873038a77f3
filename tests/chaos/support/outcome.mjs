// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { MetaDefenderError } from 'metadefender-wasm';
/** @import { Scan } from 'metadefender-wasm' */

/** Rounds of random faults. Run more with `ROUNDS=50 npm run chaos`. */
const ROUNDS = Number(process.env.ROUNDS ?? 1);

/** The seed of these, which a failure prints. */
const SEED = process.env.SEED;

/**
 * How fast-check runs a plan of faults.
 * @param {number} [each] how many in one round
 */
export const rounds = (each = 1) => ({
  numRuns: ROUNDS * each,
  ...(SEED !== undefined && { seed: Number(SEED) }),
  // A smaller plan would hit other moments.
  endOnFailure: true,
});

/**
 * What a call came to, if that is a result or an error as the types promise, within its time.
 * @template T
 * @param {Promise<T>} call
 * @param {number} [most] ms
 * @returns {Promise<{ value?: T, error?: MetaDefenderError, code?: string }>}
 */
export async function outcomeOf(call, most = 60_000) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const tooLate = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it came to nothing in ${most} ms`)), most);
  });
  try {
    return { value: /** @type {T} */ (await Promise.race([call, tooLate])) };
  } catch (error) {
    if (!(error instanceof MetaDefenderError)) throw error;
    return { code: error.code, error };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Fails where a scan is `allowed` without a report, to its end and of that very file, in which every engine has looked at it
 * and found nothing.
 * @param {Scan | undefined} scan
 * @param {string | Uint8Array} content
 */
export function assertScannedIfAllowed(scan, content) {
  if (scan?.verdict !== 'allowed') return;
  assert.ok(isClearedBy(scan.result, content), `allowed by ${JSON.stringify(scan.result)}`);
}

/** @param {Scan['result']} report @param {string | Uint8Array} content */
function isClearedBy({ file_info: file, process_info: process, scan_results: scan }, content) {
  const hash = createHash('sha256').update(content).digest('hex');
  const engines = Object.values(scan?.scan_details ?? {});
  return (
    String(file?.sha256).toLowerCase() === hash &&
    process?.result === 'Allowed' &&
    process.progress_percentage === 100 &&
    scan?.progress_percentage === 100 &&
    engines.length > 0 &&
    engines.every(({ scan_result_i: code }) => code === 0)
  );
}
