// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
/** @import { MetaDefender, Scan } from 'metadefender-wasm' */
/** @import { ScreenedFile, Screening } from '../edge.js' */
/** @import { Budget } from './budget.js' */
/** @import { Holding } from './holding/hold.js' */

/**
 * A file of a request: its place in the body and the state of its scan. It is stored as JSON when the upload is handed
 * over, so property names are a stored format.
 * @typedef {object} FileTask
 * @property {string} [field]
 * @property {string} [filename]
 * @property {string} [contentType]
 * @property {number} start
 * @property {number} end
 * @property {string} sha256
 * @property {boolean} [isText] whether it is a text field with a Content-Type: scanned, and not stored
 * @property {string} [dataId] of its analysis
 * @property {FileOutcome} [outcome]
 */

/**
 * The result of a file's scan.
 * @typedef {Pick<ScreenedFile, 'verdict' | 'reason' | 'detail' | 'dataId' | 'threats'> & { retryAfter?: number }} FileOutcome
 */

/**
 * @typedef {object} ScanSession
 * @property {MetaDefender} client
 * @property {Holding} holding
 * @property {boolean} lookup
 * @property {Budget} budget
 * @property {boolean} [pollsOnce] whether each analysis is polled only once: an unfinished one, or a transient error, leaves the
 *   file without an outcome
 */

/** Each needs a connection to MetaDefender and one to the bucket; a request may have six (Workers, Platform limits). */
const MAX_CONCURRENT_UPLOADS = 3;

/** The look-up, the read from the bucket, the upload. */
const CALLS_PER_UPLOAD = 3;

/** Longer names are cut at the start, as the end tells the type. Servers limit the size of headers. */
const MAX_NAME_CHARS = 255;

/** Errors after which a retry may succeed. */
export const TRANSIENT = ['busy', 'rate-limited', 'network', 'server', 'timeout'];

/**
 * Scans files. The state of each scan is written to its file.
 * @param {FileTask[]} files
 * @param {ScanSession} scanning
 */
export async function scanFiles(files, scanning) {
  await submitAll(
    files.filter(({ dataId, outcome }) => !dataId && !outcome),
    scanning,
  );
  // One at a time: the other analyses continue meanwhile, and most are finished at their first poll. In parallel, each would
  // spend calls on polling.
  for (const file of files) {
    if (!file.outcome && file.dataId) await awaitAnalysis(file, scanning);
  }
}

/** @param {FileTask[]} files @param {ScanSession} scanning */
async function submitAll(files, scanning) {
  const queue = files.values();
  // If calls are short, the first files get them: starting all and finishing none would gain nothing.
  const affordable = Math.floor(scanning.budget.available / CALLS_PER_UPLOAD);
  const count = Math.max(1, Math.min(MAX_CONCURRENT_UPLOADS, affordable));
  const workers = Array.from({ length: count }, async () => {
    for (const file of queue) await submitFile(file, scanning);
  });
  // Wait for all workers, so that none changes a file afterwards.
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected');
  if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
}

/** @param {FileTask} file @param {ScanSession} scanning */
async function submitFile(file, scanning) {
  const { client, holding, lookup, budget } = scanning;
  const { start, end } = file;
  await withFailureRecorded(file, scanning, async () => {
    if (lookup) {
      file.outcome = await knownOutcome(file, scanning);
      if (file.outcome) return;
    }
    if (!holding.isInMemory) budget.requireCall();
    const source = await holding.open(start, end);
    const filename = shortened(file.filename);
    const submission = await client.analyze(source, {
      contentLength: end - start,
      filename,
      signal: budget.signal,
    });
    file.dataId = submission.dataId;
  });
}

/** The result of an earlier analysis, if there is one. @param {FileTask} file @param {ScanSession} scanning */
async function knownOutcome({ sha256 }, { client, budget }) {
  const scan = await client.lookup({ sha256 }, { signal: budget.signal });
  return scan ? outcomeOf(scan) : undefined;
}

/** @param {FileTask} file @param {ScanSession} scanning */
async function awaitAnalysis(file, scanning) {
  const { sha256, dataId = '' } = file;
  const { client, budget, pollsOnce } = scanning;
  await withFailureRecorded(file, scanning, async () => {
    const scan = await client.resume(dataId, {
      digests: { sha256 },
      // If the request is handed over, the analysis has to continue.
      cancelOnAbort: false,
      signal: budget.signal,
      once: pollsOnce === true,
    });
    file.outcome = outcomeOf(scan);
  });
}

/**
 * Runs a step of a file's scan. A permanent failure becomes the file's outcome.
 * @param {FileTask} file
 * @param {ScanSession} scanning
 * @param {() => Promise<void>} step
 */
async function withFailureRecorded(file, { budget, pollsOnce }, step) {
  try {
    await step();
  } catch (error) {
    budget.signal.throwIfAborted();
    if (!(error instanceof MetaDefenderError)) throw error;
    if (pollsOnce && (TRANSIENT.includes(error.code) || isReadFailure(error))) return;
    file.outcome = failedOutcome(error, file.dataId);
  }
}

/** Whether the body could not be read where it is held: the service has not refused it. @param {MetaDefenderError} error */
const isReadFailure = ({ code, status }) => code === 'invalid-input' && status === undefined;

/** @param {Scan} scan @returns {FileOutcome} */
const outcomeOf = ({ verdict, reason, detail, dataId, threats }) => ({
  verdict,
  reason,
  detail,
  dataId,
  threats,
});

/**
 * A failed scan leaves the file undetermined.
 * @param {MetaDefenderError} error
 * @param {string} [dataId]
 * @returns {FileOutcome}
 */
export function failedOutcome({ code, message, retryAfter }, dataId) {
  return {
    verdict: 'undetermined',
    reason: code,
    detail: message,
    dataId,
    threats: [],
    retryAfter,
  };
}

/** @type {FileOutcome} */
const UNFINISHED = { verdict: 'undetermined', reason: 'in-progress', threats: [] };

/** The screening of all files: its verdict is the worst of theirs. @param {FileTask[]} tasks @returns {Screening} */
export function screeningOf(tasks) {
  const files = tasks.map(({ field, filename, start, end, sha256, outcome = UNFINISHED }) => {
    const { verdict, reason, detail, dataId, threats } = outcome;
    return {
      field,
      filename,
      size: end - start,
      sha256,
      verdict,
      reason,
      detail,
      dataId,
      threats,
    };
  });
  const has = (/** @type {Scan['verdict']} */ one) => files.some(({ verdict }) => verdict === one);
  const isAllowed = files.every(({ verdict }) => verdict === 'allowed');
  return { verdict: has('blocked') ? 'blocked' : isAllowed ? 'allowed' : 'undetermined', files };
}

/** @param {string | undefined} filename */
export const shortened = (filename) => filename && [...filename].slice(-MAX_NAME_CHARS).join('');
