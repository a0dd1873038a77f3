// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { Background } from '../background.js';
import { backoff } from '../backoff.js';
import { ProblemError } from '../problem.js';
import { resolver } from '../resolve.js';
import { Budget } from '../screen/budget.js';
import { countedBucket } from '../screen/counted.js';
import { reportFailure } from '../screen/work.js';
import { receiveMessage } from './receive-message.js';
import { receiveRequest } from './receive-request.js';
import { bucketSettings } from './settings.js';
/** @import { Bucket, ScreeningMessages } from '../edge.js' */
/** @import { BucketWork } from './screen-object.js' */
/** @import { BucketSettings } from './settings.js' */

/** @type {typeof import('../edge.js').screenBucket} */
export function screenBucket(from) {
  const settingsFor = resolver(from, bucketSettings);
  /** @param {unknown} env */
  const beginWork = async (env) => workWith(await settingsFor(/** @type {any} */ (env)));
  return {
    async queue(batch, ...[env]) {
      await receiveBatch(batch, false, await beginWork(env));
    },
    async deadLetters(batch, ...[env]) {
      await receiveBatch(batch, true, await beginWork(env));
    },
    async fetch(request, ...[env, context]) {
      let work;
      try {
        work = await beginWork(env);
      } catch (error) {
        console.error(`screenBucket: ${error instanceof Error ? error.message : String(error)}`);
        return new ProblemError('failed').response();
      }
      const response = receiveRequest(request, work);
      // The work has to finish even if the sender does not wait for the response.
      new Background(context).keepAlive(response);
      return response;
    },
    async receive(body, info = {}, ...[env]) {
      const work = await beginWork(env);
      const { attempt, isLast = (attempt ?? 1) >= work.settings.attempts } = info;
      return receiveMessage(body, { attempt, isLast }, work);
    },
  };
}

/** @param {BucketSettings} settings @returns {BucketWork} */
function workWith(settings) {
  const budget = new Budget(settings.subrequests);
  /** @template {{ bucket: Bucket }} T @param {T} place */
  const counted = (place) => ({ ...place, bucket: countedBucket(place.bucket, budget) });
  const { inbox, clean, quarantine } = settings;
  return {
    settings: {
      ...settings,
      inbox: counted(inbox),
      clean: counted(clean),
      quarantine: counted(quarantine),
    },
    budget,
  };
}

/**
 * @param {ScreeningMessages} batch
 * @param {boolean} isLast whether this is the last attempt of each message
 * @param {BucketWork} work
 */
async function receiveBatch(batch, isLast, work) {
  const { settings } = work;
  for (const message of batch.messages) {
    const { body, attempts } = message;
    /** @type {number | undefined} */
    let delaySeconds = backoff(attempts);
    try {
      const attempt = {
        attempt: isLast ? undefined : attempts,
        isLast: isLast || attempts >= settings.attempts,
      };
      delaySeconds = (await receiveMessage(body, attempt, work)).retryAfter;
    } catch (error) {
      reportFailure(error, settings);
      // The message is not an event, and a retry would not change that.
      if (error instanceof MetaDefenderError && error.code === 'invalid-input')
        delaySeconds = undefined;
    }
    if (delaySeconds === undefined) message.ack();
    else message.retry({ delaySeconds });
  }
}
