// @ts-check
import { assess } from 'metadefender-wasm';
import { connection } from '../connection.js';
import { exitCodeOf } from '../exit-code.js';
import { say } from '../failure.js';
import { FORMATS } from '../formats/index.js';
import { failed, scanned, unscanned } from '../outcome.js';
import { Output } from '../output.js';
import { Tally } from '../tally.js';
/** @import { MetaDefender } from 'metadefender-wasm' */
/** @import { ConnectionOptions } from '../connection.js' */
/** @import { FileOutcome } from '../outcome.js' */

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * Prints the results that the service has for hashes.
 * @param {string[]} hashes
 * @param {ConnectionOptions & { format: string }} options
 * @param {AbortSignal} signal
 */
export async function lookup(hashes, options, signal) {
  const client = await connection(options);
  const tally = new Tally();
  const output = new Output();
  const { hasColors } = output;
  const format = /** @type {typeof FORMATS[string]} */ (FORMATS[options.format]);
  const report = format({ hasColors, isQuiet: false });
  await output.write(report.begin());
  for (const hash of hashes) {
    const outcome = await lookUp(client, hash, options.api, signal);
    if (signal.aborted) break;
    tally.add(outcome);
    await output.write(report.add(outcome));
    if (outcome.reason === 'unauthorized' || outcome.reason === 'forbidden') {
      tally.stopped = `stopped: ${outcome.detail}`;
      break;
    }
  }
  tally.isInterrupted = signal.aborted;
  await output.write(report.end(tally, { exitCode: exitCodeOf(tally) }));
  await output.end();
  if (tally.stopped !== undefined) say(tally.stopped);
  return exitCodeOf(tally);
}

/**
 * @param {MetaDefender} client
 * @param {string} hash
 * @param {ConnectionOptions['api']} api
 * @param {AbortSignal} signal
 * @returns {Promise<FileOutcome>}
 */
async function lookUp(client, hash, api, signal) {
  try {
    // Looked up as in a scan: a result for another file is an error, and a stale result is ignored.
    if (SHA256.test(hash)) {
      const scan = await client.lookup({ sha256: hash }, { signal });
      return scan ? scanned(hash, scan, 0) : unscanned(hash, 'not-found');
    }
    const report = await client.resultByHash(hash, { signal });
    if (!report) return unscanned(hash, 'not-found');
    const { outdated, ...assessment } = await assess(report, { api });
    if (outdated)
      return unscanned(hash, 'outdated', 'analysed by older definitions or another rule');
    return { path: hash, ...assessment, dataId: report.data_id, via: 'lookup', seconds: 0 };
  } catch (error) {
    return failed(hash, error, 0);
  }
}
