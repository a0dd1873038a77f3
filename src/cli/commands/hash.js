// @ts-check
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { digest } from 'metadefender-wasm';
import { escapeControls } from '../escape.js';
import { ExitCode } from '../exit-code.js';
import { describe, say } from '../failure.js';
import { findFiles } from '../files.js';
import { Output } from '../output.js';
/** @import { Algorithm } from 'metadefender-wasm' */
/** @import { Selection } from '../files.js' */

/**
 * Prints hashes in the format of `sha256sum`. Nothing is sent.
 * @param {string[]} paths
 * @param {Selection & { algorithm: Algorithm }} options
 * @param {AbortSignal} signal
 */
export async function hash(paths, { algorithm, ...selection }, signal) {
  const output = new Output();
  let count = 0;
  let failures = 0;
  for await (const { path, outcome } of findFiles(paths, selection)) {
    if (signal.aborted) return ExitCode.undetermined;
    if (outcome?.verdict === 'skipped') continue;
    try {
      if (outcome) throw new Error(`${outcome.reason}: ${outcome.detail}`);
      const url = pathToFileURL(resolve(path));
      const digests = await digest(url, { algorithms: [algorithm], signal });
      await output.write(`${digests[algorithm]}  ${escapeControls(path)}\n`);
      count += 1;
    } catch (error) {
      if (signal.aborted) return ExitCode.undetermined;
      failures += 1;
      say(`${path}: ${error instanceof Error ? error.message : describe(error)}`);
    }
  }
  await output.end();
  if (count + failures === 0) say('nothing to hash');
  return count > 0 && failures === 0 ? ExitCode.allowed : ExitCode.undetermined;
}
