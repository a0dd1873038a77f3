// @ts-check
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scanned } from './outcome.js';
import { outcomeOfError } from './scan-files.js';
/** @import { BatchScan } from 'metadefender-wasm' */
/** @import { Found } from './files.js' */
/** @import { Scanning } from './scan-files.js' */

/**
 * Scans files as one batch, and closes it. All files have to be known first, and the outcomes are reported when the last scan has
 * ended.
 * @param {AsyncGenerator<Found, void>} files
 * @param {Scanning} scanning `onProgress` gets the progress of the whole batch
 * @returns {Promise<BatchScan | undefined>} `undefined` if there was no file, or the batch failed or was interrupted
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
