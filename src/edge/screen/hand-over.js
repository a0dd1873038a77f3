// @ts-check
import { forwarded } from './forward.js';
import { answer, Refusal } from './problem.js';
import { writeRecord } from './record.js';
/** @import { Bucket } from '../edge.js' */
/** @import { Holding } from './holding/hold.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/** Seconds until it is worth asking again. */
const ASK_AGAIN = 5;

/**
 * Leaves an upload whose analysis goes on to whoever asks for its status, or to the queue.
 * @param {string} id
 * @param {Request} request
 * @param {FileTask[]} files
 * @param {Holding} held
 * @param {number} size
 * @param {Work} work
 */
export async function handOver(id, { method, url, headers }, files, held, size, work) {
  const { settings, budget } = work;
  const { bucket, prefix, queue } = settings;
  if (!bucket) {
    const again = 'send it again in a while: what is known by then is answered at once';
    const detail = settings.lookup ? again : 'it takes longer than this request may';
    throw new Refusal('pending', { detail, retryAfter: ASK_AGAIN });
  }
  const etag = await etagOf(held, bucket, prefix + id, work);
  const message = { method, url, headers: [...forwarded(headers)] };
  const request = await settings.requestSeal.seal(JSON.stringify(message), id);
  const record = {
    version: /** @type {const} */ (1),
    since: Date.now(),
    size,
    etag,
    request,
    files,
  };
  await writeRecord(id, record, undefined, work);
  if (queue) {
    budget.take();
    await queue.send({ id }, { delaySeconds: ASK_AGAIN });
  }
  return pending(`${settings.statusPath}/${await settings.seal.seal(id)}`);
}

/**
 * Of the body in the bucket, where it is put if it is not there yet.
 * @param {Holding} held
 * @param {Bucket} bucket
 * @param {string} key
 * @param {Work} work
 */
async function etagOf(held, bucket, key, { budget }) {
  if (!held.isInMemory) return held.etag;
  budget.take();
  return (await bucket.put(key, held.body()))?.etag;
}

/** @param {string} [location] of the status, where it is not this one */
export const pending = (location) =>
  answer({ status: 'pending' }, 202, {
    'retry-after': String(ASK_AGAIN),
    ...(location !== undefined && { location }),
  });
