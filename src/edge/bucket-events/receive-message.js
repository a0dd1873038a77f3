// @ts-check
import { backoff, MAX_RETRY_DELAY } from '../backoff.js';
import { createdObjects } from './event-message.js';
import { screenObject } from './screen-object.js';
import { CALLS_PER_OBJECT, CALLS_TO_MOVE } from './settings.js';
/** @import { BucketMessageResult } from '../edge.js' */
/** @import { Attempt, BucketWork, Screened } from './screen-object.js' */

/**
 * Screens the objects of a message one after the other. Rejects with `invalid-input` if the message is not an event.
 * @param {unknown} body
 * @param {Attempt} attempt
 * @param {BucketWork} work
 * @returns {Promise<BucketMessageResult>}
 */
export async function receiveMessage(body, attempt, work) {
  const { settings, budget } = work;
  const { name, prefix } = settings.inbox;
  /** @type {Screened[]} */
  const screened = [];
  for (const { bucket, key } of createdObjects(body)) {
    if (name !== undefined && bucket !== name) {
      settings.onError('an event of another bucket than the inbox is ignored');
      continue;
    }
    if (!key.startsWith(prefix)) continue;
    const inboxKey = key.slice(prefix.length);
    budget.restart();
    budget.reserve(CALLS_TO_MOVE);
    screened.push(
      // With too few calls left in this invocation, the message is delivered again later.
      budget.hasCalls(CALLS_PER_OBJECT)
        ? await screenObject(inboxKey, attempt, work)
        : { object: { key: inboxKey, outcome: 'pending' } },
    );
  }
  const pending = screened.filter(({ object }) => object.outcome === 'pending');
  const objects = screened.map(({ object }) => object);
  if (pending.length === 0) return { objects };
  const wanted = pending.map(({ retryAfter = 0 }) => retryAfter);
  const delay = Math.max(backoff(attempt.attempt ?? 1), ...wanted);
  return { objects, retryAfter: Math.min(Math.ceil(delay), MAX_RETRY_DELAY) };
}
