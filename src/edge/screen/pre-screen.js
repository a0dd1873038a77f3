// @ts-check
import { resolver } from '../resolve.js';
import { admit } from './admit.js';
import { forward } from './forward.js';
import { checked } from './options.js';
import { Refusal } from './problem.js';
import { screenBody } from './screen-body.js';
import { statusOf } from './status.js';
import { created } from './store.js';
import { begin, report } from './work.js';
/** @import { HandlerContext } from '../edge.js' */
/** @import { Settings } from './options.js' */
/** @import { Work } from './work.js' */

/** These are uploads even where there is nothing in them: the origin expects a verdict. */
const UPLOADS = ['POST', 'PUT', 'PATCH'];

/** @type {typeof import('../edge.js').preScreen} */
export function preScreen(from) {
  const settingsFor = resolver(from, checked);
  return async (request, env, context) => {
    let settings;
    try {
      settings = await settingsFor(env);
    } catch (error) {
      console.error(`preScreen: ${error instanceof Error ? error.message : String(error)}`);
      return new Refusal('failed').response();
    }
    const answered = answerTo(request, settings, context);
    // It goes on where the client hangs up: an analysis has to be cancelled, and what is held to be deleted.
    context.waitUntil(answered);
    return answered;
  };
}

/**
 * @param {Request} request
 * @param {Settings} settings
 * @param {HandlerContext} context
 * @returns {Promise<Response>}
 */
async function answerTo(request, settings, context) {
  const work = begin(settings, context);
  const hangUp = () => work.budget.hangUp();
  // Told only with the compatibility flag `enable_request_signal`.
  request.signal.addEventListener('abort', hangUp);
  try {
    return (await statusOf(request, work)) ?? (await screen(request, work));
  } catch (error) {
    report(error, settings);
    return (error instanceof Refusal ? error : new Refusal('failed')).response();
  } finally {
    request.signal.removeEventListener('abort', hangUp);
  }
}

/** @param {Request} request @param {Work} work */
async function screen(request, work) {
  const admitted = admit(request, work.settings);
  if (admitted) return screenBody(request, admitted, work);
  const isUpload = UPLOADS.includes(request.method);
  const { store, origin } = work.settings;
  if (store && isUpload) return created([]);
  if (store && !origin) {
    throw new Refusal('method-not-allowed', { headers: { allow: UPLOADS.join(', ') } });
  }
  if (!isUpload) return forward(request, null, undefined, work);
  return forward(request, new Blob(), { verdict: 'allowed', files: [] }, work);
}
