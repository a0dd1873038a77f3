// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
/** @import { MetaDefender, Scan } from 'metadefender-wasm' */
/** @import { ScreenedFile, Screening } from '../edge.js' */
/** @import { Budget } from './budget.js' */
/** @import { Holding } from './holding/hold.js' */

/**
 * A file of a request, where it is in the body, and how far its scan is. Plain JSON, as it may have to wait.
 * @typedef {object} FileTask
 * @property {string} [field]
 * @property {string} [filename]
 * @property {string} [contentType]
 * @property {number} start
 * @property {number} end
 * @property {string} sha256
 * @property {string} [dataId] of its analysis
 * @property {Outcome} [outcome]
 */

/**
 * What came of a file.
 * @typedef {Pick<ScreenedFile, 'verdict' | 'reason' | 'detail' | 'dataId' | 'threats'> & { retryAfter?: number }} Outcome
 */

/**
 * How files are scanned.
 * @typedef {object} Scanning
 * @property {MetaDefender} client
 * @property {Holding} held
 * @property {boolean} lookup
 * @property {Budget} budget
 * @property {boolean} [isOnce] one question each: what is not finished, or fails for the moment, stays open
 */

/** Each takes a connection to the service and one to the bucket, and a request may have six (Workers, Platform limits). */
const AT_ONCE = 3;

/** To look it up, to read it, to send it. */
const CALLS_TO_SUBMIT = 3;

/** The end of a name is what tells the type. The server's limit on headers is far, but the client's is farther. */
const LONGEST_NAME = 255;

/** Failures that may be over in a moment. */
const TRANSIENT = ['busy', 'rate-limited', 'network', 'server', 'timeout'];

/**
 * Scans files, and notes in them how far it came.
 * @param {FileTask[]} files
 * @param {Scanning} scanning
 */
export async function scanFiles(files, scanning) {
  await submitAll(
    files.filter(({ dataId, outcome }) => !dataId && !outcome),
    scanning,
  );
  // One after the other: while one is waited for the others go on, and their first question is mostly their last. Side by
  // side, each would use up its own calls.
  for (const file of files) {
    if (!file.outcome && file.dataId) await follow(file, scanning);
  }
}

/** @param {FileTask[]} files @param {Scanning} scanning */
async function submitAll(files, scanning) {
  const queue = files.values();
  // With few calls left, the first files get them: all of them begun, and none submitted, would be nothing gained.
  const affordable = Math.floor(scanning.budget.spare / CALLS_TO_SUBMIT);
  const count = Math.max(1, Math.min(AT_ONCE, affordable));
  const lanes = Array.from({ length: count }, async () => {
    for (const file of queue) await submit(file, scanning);
  });
  // All of them have ended when this ends: nothing changes behind anybody's back.
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (failed) throw /** @type {PromiseRejectedResult} */ (failed).reason;
}

/** @param {FileTask} file @param {Scanning} scanning */
async function submit(file, scanning) {
  const { client, held, lookup, budget } = scanning;
  const { start, end } = file;
  await noting(file, scanning, async () => {
    if (lookup) {
      file.outcome = await knownOutcome(file, scanning);
      if (file.outcome) return;
    }
    if (!held.isInMemory) budget.spend();
    const source = await held.open(start, end);
    const filename = shortened(file.filename);
    const submission = await client.analyze(source, {
      contentLength: end - start,
      filename,
      signal: budget.signal,
    });
    file.dataId = submission.dataId;
  });
}

/** What an earlier result says, if there is one. @param {FileTask} file @param {Scanning} scanning */
async function knownOutcome({ sha256 }, { client, budget }) {
  const { signal } = budget;
  try {
    // The hash is known, so the bytes are not looked at.
    return outcomeOf(
      await client.scan(new Uint8Array(), { digests: { sha256 }, upload: false, signal }),
    );
  } catch (error) {
    if (error instanceof MetaDefenderError && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** @param {FileTask} file @param {Scanning} scanning */
async function follow(file, scanning) {
  const { sha256, dataId = '' } = file;
  const { client, budget, isOnce } = scanning;
  await noting(file, scanning, async () => {
    const scan = await client.resume(dataId, {
      digests: { sha256 },
      // The request may be handed over, and the analysis has to go on.
      cancelOnAbort: false,
      signal: budget.signal,
      // A timeout that is over after the first answer.
      ...(isOnce && { timeout: 0 }),
    });
    file.outcome = outcomeOf(scan);
  });
}

/**
 * Runs a step of a file's scan, whose failure is an outcome too.
 * @param {FileTask} file
 * @param {Scanning} scanning
 * @param {() => Promise<void>} step
 */
async function noting(file, { budget, isOnce }, step) {
  try {
    await step();
  } catch (error) {
    budget.signal.throwIfAborted();
    if (!(error instanceof MetaDefenderError)) throw error;
    if (isOnce && TRANSIENT.includes(error.code)) return;
    file.outcome = failure(error, file.dataId);
  }
}

/** @param {Scan} scan @returns {Outcome} */
const outcomeOf = ({ verdict, reason, detail, dataId, threats }) => ({
  verdict,
  reason,
  detail,
  dataId,
  threats,
});

/**
 * A scan that failed says nothing of the file.
 * @param {MetaDefenderError} error
 * @param {string} [dataId]
 * @returns {Outcome}
 */
export function failure({ code, message, retryAfter }, dataId) {
  return {
    verdict: 'undetermined',
    reason: code,
    detail: message,
    dataId,
    threats: [],
    retryAfter,
  };
}

/** @type {Outcome} */
const UNFINISHED = { verdict: 'undetermined', reason: 'in-progress', threats: [] };

/** What came of all files: the worst of them. @param {FileTask[]} tasks @returns {Screening} */
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
const shortened = (filename) => filename && [...filename].slice(-LONGEST_NAME).join('');
