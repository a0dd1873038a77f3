// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { pump } from '../pump.js';
import { connectionFor } from '../screen/connection.js';
import { failedOutcome, shortened, TRANSIENT } from '../screen/scan-files.js';
import { Sha256Sink } from '../screen/sha256-sink.js';
import { StreamingUpload } from '../screen/streaming-upload.js';
import { ObjectChangedError } from './inbox-object.js';
/** @import { MetaDefender } from 'metadefender-wasm' */
/** @import { FileOutcome } from '../screen/scan-files.js' */
/** @import { InboxObject } from './inbox-object.js' */
/** @import { PendingAnalysis } from './pending-analysis.js' */
/** @import { BucketWork } from './screen-object.js' */

/**
 * What is known about an object so far.
 * @typedef {object} Judgement
 * @property {string} [sha256]
 * @property {FileOutcome} [outcome] missing while the analysis is running
 * @property {string} [dataId] of an analysis that may still give a verdict
 * @property {unknown} [result] the whole result of MetaDefender
 */

/** @type {FileOutcome} */
export const UNFINISHED = { verdict: 'undetermined', reason: 'in-progress', threats: [] };

/**
 * Gets the verdict on an object: by its hash if MetaDefender knows it, otherwise by its content. A failure of MetaDefender
 * gives `undetermined`; a failure of the bucket throws.
 * @param {InboxObject} object
 * @param {PendingAnalysis | undefined} pending
 * @param {BucketWork} work
 * @returns {Promise<Judgement>}
 */
export async function judge(object, pending, work) {
  const { settings, budget } = work;
  const client = await connectionFor(settings, budget);
  /** @type {Judgement} */
  const judgement = {
    sha256: pending?.sha256 ?? object.checksum,
    dataId: pending?.dataId,
  };
  try {
    await advance(judgement, object, client, work);
  } catch (error) {
    if (budget.signal.aborted) return judgement;
    if (!(error instanceof MetaDefenderError)) throw error;
    judgement.outcome = failedOutcome(error, judgement.dataId);
    if (!TRANSIENT.includes(error.code)) delete judgement.dataId;
  } finally {
    budget.stopTimer();
  }
  return judgement;
}

/**
 * Looks the object up, uploads it, and waits for its analysis. Steps that an earlier attempt has done are skipped.
 * @param {Judgement} judgement
 * @param {InboxObject} object
 * @param {MetaDefender} client
 * @param {BucketWork} work
 */
async function advance(judgement, object, client, { settings, budget }) {
  if (judgement.dataId === undefined) {
    if (settings.lookup) {
      judgement.sha256 ??= await hashOf(object, { settings, budget });
      if (await lookUp(judgement, client, budget.signal)) return;
    }
    await upload(judgement, object, client, { settings, budget });
  }
  const { sha256, dataId = '' } = judgement;
  budget.startTimer(settings.waitFor);
  const scan = await client.resume(dataId, {
    digests: { sha256: /** @type {string} */ (sha256) },
    // The next attempt continues to wait for it.
    cancelOnAbort: false,
    signal: budget.signal,
  });
  conclude(judgement, scan);
}

/**
 * @param {Judgement} judgement
 * @param {MetaDefender} client
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} whether MetaDefender knows the hash
 */
async function lookUp(judgement, client, signal) {
  const sha256 = /** @type {string} */ (judgement.sha256);
  const scan = await client.lookup({ sha256 }, { signal });
  if (scan) conclude(judgement, scan);
  return scan !== null;
}

/**
 * Uploads the object, and at the same time computes its hash if that is not known.
 * @param {Judgement} judgement
 * @param {InboxObject} object
 * @param {MetaDefender} client
 * @param {BucketWork} work
 */
async function upload(judgement, object, client, { settings, budget }) {
  const body = await object.open();
  const filename = shortened(object.key.split('/').at(-1));
  const { signal } = budget;
  const length = object.size;
  if (judgement.sha256 !== undefined) {
    const options = { contentLength: length, filename, signal };
    judgement.dataId = (await client.analyze(body, options)).dataId;
    return;
  }
  const { platform } = settings;
  const options = { length, filename, signal, toleratesFailure: false };
  const sending = new StreamingUpload(client, platform, options);
  const hash = new Sha256Sink(platform);
  await reading(() => pump(body, [hash, sending], { signal, length, platform }));
  judgement.sha256 = hash.hex;
  judgement.dataId = await sending.dataId;
}

/** @param {InboxObject} object @param {BucketWork} work */
async function hashOf(object, { settings: { platform }, budget: { signal } }) {
  const body = await object.open();
  const hash = new Sha256Sink(platform);
  await reading(() => pump(body, [hash], { signal, length: object.size, platform }));
  return hash.hex;
}

/**
 * @template T
 * @param {() => Promise<T>} read
 */
async function reading(read) {
  try {
    return await read();
  } catch (error) {
    if (error instanceof MetaDefenderError || error instanceof ObjectChangedError) throw error;
    // The errors of `pump` are about a client that sends a request.
    throw new Error('the object could not be read to its end', { cause: error });
  }
}

/** @param {Judgement} judgement @param {FileOutcome & { result?: unknown }} scan */
function conclude(judgement, { verdict, reason, detail, dataId, threats, result }) {
  judgement.outcome = { verdict, reason, detail, dataId, threats };
  judgement.result = result;
  delete judgement.dataId;
}
