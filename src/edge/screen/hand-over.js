// @ts-check
import { forwarded } from './forward.js';
import { answer, Refusal } from './problem.js';
import { writeRecord } from './record.js';
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
  if (held.isInMemory) {
    budget.take();
    await bucket.put(prefix + id, held.body());
  }
  const request = { method, url, headers: [...forwarded(headers)] };
  await writeRecord(id, { version: 1, since: Date.now(), size, request, files }, undefined, work);
  if (queue) {
    budget.take();
    await queue.send({ id }, { delaySeconds: ASK_AGAIN });
  }
  return pending(`${settings.statusPath}/${await settings.seal.seal(id)}`);
}

/** @param {string} [location] of the status, where it is not this one */
export const pending = (location) =>
  answer({ status: 'pending' }, 202, {
    'retry-after': String(ASK_AGAIN),
    ...(location !== undefined && { location }),
  });
