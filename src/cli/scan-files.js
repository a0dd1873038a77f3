// @ts-check
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MetaDefenderError } from 'metadefender-wasm';
import { failed, scanned, skipped, unscanned } from './outcome.js';
/** @import { MetaDefender, ScanOptions } from 'metadefender-wasm' */
/** @import { Found } from './files.js' */
/** @import { FileOutcome } from './outcome.js' */

/**
 * @typedef {object} Scanning
 * @property {MetaDefender} client
 * @property {number} concurrency how many files are scanned at once
 * @property {Pick<ScanOptions, 'lookup' | 'timeout'>} options
 * @property {boolean} skipEmpty whether an empty file is skipped instead of undetermined
 * @property {AbortSignal} signal
 * @property {(outcome: FileOutcome) => Promise<void> | void} onOutcome
 * @property {(path: string, percentage: number) => void} [onProgress] the progress of one file
 */

/** Failures that would occur for every other file as well. */
const OF_ALL_FILES = ['unauthorized', 'forbidden'];

/**
 * Scans files as they are found, a limited number at once. Each is looked up before it is uploaded. A failure is the outcome of
 * its file, and the scan continues with the others unless they would fail for the same reason.
 * @param {AsyncGenerator<Found, void>} files
 * @param {Scanning} scanning
 * @returns {Promise<unknown>} the error that stopped the scan, or by which the last files did not reach the service, if any
 */
export async function scanFiles(files, { concurrency, onOutcome, ...scanning }) {
  const { signal } = scanning;
  /** @type {unknown} */
  let stopped;
  /** The last failures in a row to reach the service. @type {unknown[]} */
  let unanswered = [];

  /** @param {unknown} error */
  function judge(error) {
    const code = error instanceof MetaDefenderError ? error.code : undefined;
    unanswered = code === 'network' ? [...unanswered, error] : [];
    const isGone = unanswered.length >= concurrency;
    if (isGone || OF_ALL_FILES.includes(code ?? '')) stopped ??= error;
  }

  async function work() {
    while (!signal.aborted && !stopped) {
      const { done, value } = await files.next();
      if (done) return;
      if (value.outcome) {
        await onOutcome(value.outcome);
        continue;
      }
      const { outcome, error } = await scanFile(value.path, scanning);
      judge(error);
      await onOutcome(outcome);
    }
  }

  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    // Closes open folders.
    await files.return();
  }
  return stopped ?? unanswered.at(-1);
}

/**
 * @param {string} path
 * @param {Omit<Scanning, 'concurrency' | 'onOutcome'>} scanning
 * @returns {Promise<{ outcome: FileOutcome, error?: unknown }>}
 */
async function scanFile(path, { client, options, skipEmpty, signal, onProgress }) {
  const begun = performance.now();
  const seconds = () => Math.round(performance.now() - begun) / 1000;
  try {
    const scan = await client.scan(pathToFileURL(resolve(path)), {
      ...options,
      filename: basename(path),
      signal,
      onProgress: onProgress && (({ percentage }) => onProgress(path, percentage)),
    });
    return { outcome: scanned(path, scan, seconds()) };
  } catch (error) {
    return { outcome: outcomeOfError(path, error, { signal, skipEmpty }, seconds()), error };
  }
}

/**
 * @param {string} path
 * @param {unknown} error
 * @param {{ signal: AbortSignal, skipEmpty: boolean }} scanning
 * @param {number} seconds
 */
export function outcomeOfError(path, error, { signal, skipEmpty }, seconds = 0) {
  if (signal.aborted) return unscanned(path, 'interrupted');
  const isEmpty = error instanceof MetaDefenderError && error.code === 'empty-file';
  return isEmpty && skipEmpty ? skipped(path, 'empty-file') : failed(path, error, seconds);
}
