// @ts-check
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scanned } from './outcome.js';
import { outcomeOfError } from './scan-files.js';
/** @import { BatchScan } from 'metadefender-wasm' */
/** @import { Found } from './files.js' */
/** @import { Scanning } from './scan-files.js' */

/**
 * Scans files as one batch, which is closed then. It has to know them all, and tells what became of them when the last one is done.
 * @param {AsyncGenerator<Found, void>} files
 * @param {Scanning} scanning `onProgress` hears of all of them together
 * @returns {Promise<BatchScan | undefined>} nothing where there was no file, or it was interrupted
 */
export async function scanBatch(files, scanning) {
  const { client, concurrency, options, signal, onOutcome, onProgress } = scanning;
  const paths = [];
  for await (const { path, outcome } of files) {
    if (signal.aborted) return undefined;
    if (outcome) await onOutcome(outcome);
    else paths.push(path);
  }
  if (paths.length === 0) return undefined;
  let batch;
  try {
    batch = await client.scanBatch(
      paths.map((path) => pathToFileURL(resolve(path))),
      {
        ...options,
        concurrency,
        signal,
        onProgress: onProgress && (({ percentage }) => onProgress('', percentage)),
      },
    );
  } catch (error) {
    for (const path of paths) await onOutcome(outcomeOfError(path, error, scanning));
    return undefined;
  }
  for (const [index, path] of paths.entries()) {
    const { scan, error } = /** @type {BatchScan['files'][number]} */ (batch.files[index]);
    await onOutcome(scan ? scanned(path, scan, 0) : outcomeOfError(path, error, scanning));
  }
  return batch;
}
