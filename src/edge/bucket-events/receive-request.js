// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { ProblemError } from '../problem.js';
import { IDLE_TIMEOUT_MS } from '../pump.js';
import { refuseBody } from '../refuse-body.js';
import { reportFailure } from '../screen/work.js';
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { createdObjects } from './event-message.js';
import { receiveMessage } from './receive-message.js';
/** @import { BucketWork } from './screen-object.js' */

/** The largest event of EventBridge. Those of S3 have up to 64 KiB. */
const MAX_EVENT_BYTES = 256 << 10;

/**
 * Answers a request with an event.
 * @param {Request} request
 * @param {BucketWork} work
 * @returns {Promise<Response>}
 */
export async function receiveRequest(request, work) {
  const { settings } = work;
  try {
    return await receive(request, work);
  } catch (error) {
    reportFailure(error, settings);
    await refuseBody(request, settings.platform);
    return (error instanceof ProblemError ? error : new ProblemError('failed')).response();
  }
}

/** @param {Request} request @param {BucketWork} work */
async function receive(request, work) {
  const { sender, queue } = work.settings;
  if (request.method !== 'POST')
    throw new ProblemError('method-not-allowed', { headers: { allow: 'POST' } });
  if (!(await sender.isKnown(request)))
    throw new ProblemError('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });
  const event = await eventIn(request);
  if (queue) {
    await queue.send(event);
    return new Response(null, { status: 202 });
  }
  // EventBridge counts the attempts itself, and keeps the events that it gives up on.
  const { retryAfter } = await receiveMessage(event, { attempt: undefined, isLast: false }, work);
  if (retryAfter !== undefined) throw new ProblemError('pending', { retryAfter });
  return new Response(null, { status: 204 });
}

/** @param {Request} request */
async function eventIn(request) {
  const text = await textOf(request);
  try {
    createdObjects(text);
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof MetaDefenderError)) throw error;
    throw new ProblemError('bad-request', { detail: error.message });
  }
}

/** @param {Request} request */
async function textOf({ body }) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  let size = 0;
  const reader = body?.getReader();
  while (reader) {
    const { value, done } = await withTimeout(IDLE_TIMEOUT_MS, undefined, () =>
      reader.read(),
    ).catch((error) => {
      reader.releaseLock();
      throw error instanceof TimeoutError ? new ProblemError('too-slow') : error;
    });
    if (done) break;
    size += value.length;
    if (size > MAX_EVENT_BYTES) {
      reader.releaseLock();
      throw new ProblemError('too-large', { detail: `an event may have ${MAX_EVENT_BYTES} bytes` });
    }
    chunks.push(value);
  }
  return new Blob(chunks).text();
}
