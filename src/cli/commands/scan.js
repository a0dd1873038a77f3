// @ts-check
import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { connection } from '../connection.js';
import { exitCodeOf } from '../exit-code.js';
import { describe, Failure, say } from '../failure.js';
import { findFiles } from '../files.js';
import { FORMATS } from '../formats/index.js';
import { Output } from '../output.js';
import { withoutReports } from '../own-reports.js';
import { progressOf } from '../progress.js';
import { scanBatch } from '../scan-batch.js';
import { scanFiles } from '../scan-files.js';
import { Tally } from '../tally.js';
/** @import { BatchScan, MetaDefender } from 'metadefender-wasm' */
/** @import { ConnectionOptions } from '../connection.js' */
/** @import { Report } from '../formats/index.js' */
/** @import { FileOutcome } from '../outcome.js' */
/** @import { Progress } from '../progress.js' */

/**
 * @typedef {ConnectionOptions & {
 *   recursive?: boolean, followLinks?: boolean, skipEmpty?: boolean, batch?: boolean, certificate?: string, lookup: boolean,
 *   concurrency: number, timeout?: number, format: string, output?: string, quiet?: boolean,
 * }} ScanCommandOptions
 */

/**
 * @param {string[]} paths
 * @param {ScanCommandOptions} options
 * @param {AbortSignal} signal
 */
export async function scan(paths, options, signal) {
  const { certificate, format, output: file, quiet: isQuiet = false } = options;
  if (certificate !== undefined) await checkCertificate(options, certificate);
  const client = await connection(options);
  const tally = new Tally();
  const output = new Output(file);
  const { hasColors } = output;
  const report = /** @type {typeof FORMATS[string]} */ (FORMATS[format])({ hasColors, isQuiet });
  const progress = progressOf(tally, { isQuiet });

  await output.write(report.begin());
  const write = writer({ output, report, progress, tally });
  const isCounted = progress.moved !== undefined;
  const counting = isCounted ? countFiles(paths, options, progress, signal) : undefined;
  /** @type {BatchScan | undefined} */
  let batch;
  try {
    const scanning = {
      client,
      concurrency: options.concurrency,
      options: {
        // A certificate has to cover every file, including those with a known result.
        lookup: options.lookup && certificate === undefined,
        ...(options.timeout !== undefined && { timeout: options.timeout * 1000 }),
      },
      skipEmpty: options.skipEmpty === true,
      signal,
      onOutcome: write,
      onProgress: progress.moved,
    };
    const found = findFiles(paths, options);
    const files = withoutReports(found, [output.descriptor, process.stderr.fd]);
    if (options.batch) batch = await scanBatch(files, scanning);
    else {
      const stopped = await scanFiles(files, scanning);
      if (stopped) tally.stopped = `the scan was given up: ${describe(stopped)}`;
    }
  } finally {
    progress.end();
  }
  await counting;
  tally.isInterrupted = signal.aborted;
  if (batch) await concludeBatch(batch, tally, { client, certificate, signal });
  else if (certificate !== undefined && !signal.aborted) {
    tally.failures.push('there is no certificate, as no file was analysed');
  }

  await output.write(report.end(tally, { batchId: batch?.batchId, exitCode: exitCodeOf(tally) }));
  await output.end();
  for (const problem of [tally.stopped ?? [], tally.failures].flat()) say(problem);
  say(tally.summary);
  return exitCodeOf(tally);
}

/**
 * The function that counts the outcome of each file, writes it to the report, and shows the progress.
 * @param {{ output: Output, report: Report, progress: Progress, tally: Tally }} parts
 */
function writer({ output, report, progress, tally }) {
  return async (/** @type {FileOutcome} */ outcome) => {
    tally.add(outcome);
    const text = report.add(outcome);
    if (text && output.isTerminal) progress.makeRoom();
    await output.write(text);
    progress.done(outcome.path);
  };
}

/** Counts the files ahead of the scan, for the progress bar. @param {string[]} paths @param {ScanCommandOptions} options @param {Progress} progress @param {AbortSignal} signal */
async function countFiles(paths, options, progress, signal) {
  let count = 0;
  for await (const _found of findFiles(paths, options)) {
    if (signal.aborted) return;
    count += 1;
    if (count % 100 === 0) progress.found(count);
  }
  progress.found(count);
}

/**
 * @param {BatchScan} batch
 * @param {Tally} tally
 * @param {{ client: MetaDefender, certificate?: string, signal: AbortSignal }} parts
 */
async function concludeBatch({ batchId, error, verdict }, tally, { client, certificate, signal }) {
  tally.batchVerdict = verdict;
  if (error) tally.failures.push(`the batch cannot be closed: ${describe(error)}`);
  if (certificate === undefined) return;
  if (batchId === undefined) {
    tally.failures.push('there is no certificate, as there is no batch');
    return;
  }
  try {
    await writeFile(certificate, await client.batch(batchId).certificate({ signal }));
  } catch (cause) {
    tally.failures.push(`there is no certificate: ${describe(cause)}`);
  }
}

/** @param {ScanCommandOptions} options @param {string} certificate */
async function checkCertificate({ batch, api }, certificate) {
  if (!batch) throw new Failure('--certificate is of a batch: it needs --batch');
  if (api !== 'cluster')
    throw new Failure('--certificate needs --api cluster: Cloud has no batches');
  try {
    // Fails before a long scan instead of after it.
    await access(dirname(certificate), constants.W_OK);
  } catch {
    throw new Failure(`--certificate: ${dirname(certificate)} is no folder that can be written to`);
  }
}
