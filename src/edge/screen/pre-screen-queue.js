// @ts-check
import { resolver } from '../resolve.js';
import { HeldUpload } from './held-upload.js';
import { checked } from './options.js';
import { Refusal } from './problem.js';
import { begin, report } from './work.js';
/** @import { ScreeningMessages } from '../edge.js' */
/** @import { Work } from './work.js' */

/** With these delays, half an hour. */
const MOST_ATTEMPTS = 12;
/** Seconds. */
const FIRST_DELAY = 5;
const LONGEST_DELAY = 300;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @type {typeof import('../edge.js').preScreenQueue} */
export function preScreenQueue(from) {
  const settingsFor = resolver(from, checked);
  return async (batch, env, context) => {
    const settings = await settingsFor(env);
    const work = begin(settings, context);
    for (const message of batch.messages) {
      let isOver = false;
      try {
        isOver = !work.budget.isSpent && (await advance(message, work));
      } catch (error) {
        if (error instanceof Refusal) settings.onError(`an upload is not delivered: ${error.kind}`);
        report(error, settings);
      }
      if (isOver) message.ack();
      else message.retry({ delaySeconds: delayAfter(message.attempts) });
    }
  };
}

/**
 * @param {ScreeningMessages['messages'][number]} message
 * @param {Work} work
 * @returns {Promise<boolean>} whether nothing is left to do
 */
async function advance({ body, attempts }, work) {
  const { id } = /** @type {{ id?: unknown }} */ (body ?? {});
  const isOurs = typeof id === 'string' && UUID.test(id);
  const upload = isOurs ? await HeldUpload.find(id, work) : undefined;
  if (!upload || upload.ending) return true;
  const { ending, response } = await upload.advance(isTaken);
  await response?.body?.cancel();
  if (ending) return true;
  if (attempts < MOST_ATTEMPTS) return false;
  return (await upload.refuse(new Refusal('undetermined'))).ending !== undefined;
}

/** Nobody is there who could send it again. @param {Response} response */
const isTaken = ({ status }) => status < 500;

/** @param {number} attempts */
const delayAfter = (attempts) => Math.min(FIRST_DELAY * 2 ** (attempts - 1), LONGEST_DELAY);
