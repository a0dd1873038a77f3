// @ts-check
import { ProblemError, uncachedJson } from '../problem.js';
import { endToEndHeaders } from './forward.js';
import { recordKey, writeRecord } from './record.js';
import { reportFailure } from './work.js';
/** @import { Bucket } from '../edge.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

const POLL_AFTER_SECONDS = 5;

/**
 * Saves an upload whose analysis is still running, to be finished by a status request or by the queue.
 * @param {string} id
 * @param {Request} request
 * @param {FileTask[]} files
 * @param {Holding} holding
 * @param {number} size
 * @param {Work} work
 */
export async function handOver(id, { method, url, headers }, files, holding, size, work) {
  const { settings } = work;
  const { bucket, prefix, queue, handsOver } = settings;
  if (!bucket || !handsOver) {
    const resend = 'send it again in a while: what is known by then is answered at once';
    const detail = settings.lookup ? resend : 'it takes longer than this request may';
    throw new ProblemError('pending', { detail, retryAfter: POLL_AFTER_SECONDS });
  }
  const bodyKey = prefix + id;
  const head = { method, url, headers: [...endToEndHeaders(headers)] };
  const request = await settings.requestSeal.seal(JSON.stringify(head), id);
  try {
    const etag = await storeBody(holding, bucket, bodyKey);
    const version = /** @type {const} */ (1);
    const record = { version, since: Date.now(), size, etag, request, files };
    await writeRecord(id, record, undefined, work);
    await queue?.send({ id }, { delaySeconds: POLL_AFTER_SECONDS });
  } catch (error) {
    // The client gets an error and will send it again. If a message was sent nevertheless, it must not find the upload.
    const deleted = bucket.delete([bodyKey, recordKey(id, work)]);
    await deleted.catch((failure) => reportFailure(failure, settings));
    throw error;
  }
  return pendingResponse(`${settings.statusPath}/${await settings.seal.seal(id)}`);
}

/**
 * Puts the body into the bucket, if it is not there yet. Returns its ETag.
 * @param {Holding} holding
 * @param {Bucket} bucket
 * @param {string} key
 */
async function storeBody(holding, bucket, key) {
  if (!holding.isInMemory) return holding.etag;
  return (await bucket.put(key, holding.body()))?.etag;
}

/** @param {string} [location] the status URL, unless the request was for it */
export const pendingResponse = (location) =>
  uncachedJson({ status: 'pending' }, 202, {
    'retry-after': String(POLL_AFTER_SECONDS),
    ...(location !== undefined && { location }),
  });
