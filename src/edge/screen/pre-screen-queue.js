// @ts-check
import { resolver } from '../resolve.js';
import { HeldUpload } from './held-upload.js';
import { checked, FEWEST_CALLS } from './options.js';
import { Refusal } from './problem.js';
import { begin, report } from './work.js';
/** @import { ScreeningMessages } from '../edge.js' */
/** @import { Work } from './work.js' */

/** With these delays, half an hour. */
const MOST_ATTEMPTS = 12;
/** Seconds. */
const FIRST_DELAY = 5;
const LONGEST_DELAY = 300;
/** Queues, Limits: a message's longest delay. */
const LONGEST_ASKED_FOR = 43_200;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @type {typeof import('../edge.js').preScreenQueue} */
export function preScreenQueue(from) {
  const settingsFor = resolver(from, checked);
  return async (batch, env, context) => {
    const settings = await settingsFor(env);
    const work = begin(settings, context);
    for (const message of batch.messages) {
      /** @type {number | undefined} */
      let delaySeconds = delayAfter(message.attempts);
      try {
        // What does not fit into this batch has its turn in another one.
        if (work.budget.has(FEWEST_CALLS)) delaySeconds = await advance(message, work);
      } catch (error) {
        if (error instanceof Refusal) settings.onError(`an upload is not delivered: ${error.kind}`);
        report(error, settings);
      }
      if (delaySeconds === undefined) message.ack();
      else message.retry({ delaySeconds });
    }
  };
}

/**
 * @param {ScreeningMessages['messages'][number]} message
 * @param {Work} work
 * @returns {Promise<number | undefined>} seconds after which to try again, unless nothing is left to do
 */
async function advance({ body, attempts }, work) {
  const { id } = /** @type {{ id?: unknown }} */ (body ?? {});
  const isOurs = typeof id === 'string' && UUID.test(id);
  const upload = isOurs ? await HeldUpload.find(id, work) : undefined;
  if (!upload || upload.ending) return undefined;
  work.budget.renew();
  const { ending, response, isPostponed } = await upload.advance();
  await response?.body?.cancel();
  if (ending) return undefined;
  const delay = Math.max(delayAfter(attempts), retryAfterOf(response));
  if (attempts < MOST_ATTEMPTS || isPostponed || upload.isClaimed) return delay;
  const refused = await upload.refuse(
    new Refusal(response ? 'origin-unreachable' : 'undetermined'),
  );
  return refused.ending ? undefined : delay;
}

/** What the origin asks for, seconds; 0 where it says nothing. @param {Response | undefined} response */
function retryAfterOf(response) {
  const text = response?.headers.get('retry-after') ?? '';
  // RFC 9110, 10.2.3: seconds, or a date.
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Math.min(Math.max(Math.ceil(seconds) || 0, 0), LONGEST_ASKED_FOR);
}

/** @param {number} attempts */
const delayAfter = (attempts) => Math.min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY);
