// @ts-check
import { backoff, MAX_RETRY_DELAY } from '../backoff.js';
import { Background } from '../background.js';
import { resolver } from '../resolve.js';
import { ProblemError } from '../problem.js';
import { HeldUpload } from './held-upload.js';
import { MIN_SUBREQUESTS, screenSettings } from './settings.js';
import { beginWork, reportFailure } from './work.js';
/** @import { ScreeningMessages } from '../edge.js' */
/** @import { Work } from './work.js' */

/** With `backoff`, half an hour. */
const MAX_ATTEMPTS = 12;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @type {typeof import('../edge.js').preScreenQueue} */
export function preScreenQueue(from) {
  const settingsFor = resolver(from, screenSettings);
  return async (batch, ...[env, context]) => {
    const settings = await settingsFor(/** @type {any} */ (env));
    const background = new Background(context);
    const work = beginWork(settings, background);
    for (const message of batch.messages) {
      /** @type {number | undefined} */
      let delaySeconds = backoff(message.attempts);
      try {
        // If too few calls are left in this invocation, the message is retried.
        if (work.budget.hasCalls(MIN_SUBREQUESTS))
          delaySeconds = await processMessage(message, work);
      } catch (error) {
        if (error instanceof ProblemError)
          settings.onError(`an upload is not delivered: ${error.kind}`);
        reportFailure(error, settings);
      }
      if (delaySeconds === undefined) message.ack();
      else message.retry({ delaySeconds });
    }
    await background.settled();
  };
}

/**
 * @param {ScreeningMessages['messages'][number]} message
 * @param {Work} work
 * @returns {Promise<number | undefined>} seconds until the retry; `undefined` if the message is done
 */
async function processMessage({ body, attempts }, work) {
  const { id } = /** @type {{ id?: unknown }} */ (body ?? {});
  const isOurs = typeof id === 'string' && UUID.test(id);
  const upload = isOurs ? await HeldUpload.find(id, work) : undefined;
  if (!upload || upload.ending) return undefined;
  work.budget.restart();
  const { ending, response, isPostponed } = await upload.advance();
  await response?.body?.cancel();
  if (ending) return undefined;
  const delay = Math.max(backoff(attempts), retryAfterOf(response));
  if (attempts < MAX_ATTEMPTS || isPostponed || upload.isClaimed) return delay;
  const rejected = await upload.refuse(
    new ProblemError(response ? 'origin-unreachable' : 'undetermined'),
  );
  return rejected.ending ? undefined : delay;
}

/** The origin's `Retry-After` in seconds, or 0. @param {Response | undefined} response */
function retryAfterOf(response) {
  const text = response?.headers.get('retry-after') ?? '';
  // RFC 9110, 10.2.3: seconds, or a date.
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Math.min(Math.max(Math.ceil(seconds) || 0, 0), MAX_RETRY_DELAY);
}
