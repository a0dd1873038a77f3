// @ts-check
import { Background } from '../background.js';
import { refuseBody } from '../refuse-body.js';
import { resolver } from '../resolve.js';
import { ProblemError } from '../problem.js';
import { admit } from './admit.js';
import { forward } from './forward.js';
import { screenBody } from './screen-body.js';
import { screenSettings } from './settings.js';
import { statusResponse } from './status.js';
import { createdResponse } from './store.js';
import { withContent } from './with-content.js';
import { beginWork, reportFailure } from './work.js';
/** @import { ScreenSettings } from './settings.js' */
/** @import { Work } from './work.js' */

/** With these methods, an empty body gets a verdict too: the origin expects one. */
const UPLOAD_METHODS = ['POST', 'PUT', 'PATCH'];

/** @type {typeof import('../edge.js').preScreen} */
export function preScreen(from) {
  const settingsFor = resolver(from, screenSettings);
  return async (request, ...[env, context]) => {
    let settings;
    try {
      settings = await settingsFor(/** @type {any} */ (env));
    } catch (error) {
      console.error(`preScreen: ${error instanceof Error ? error.message : String(error)}`);
      return new ProblemError('failed').response();
    }
    const background = new Background(context);
    const response = handleRequest(request, settings, background);
    // The handler has to finish even if the client disconnects: it cancels the analysis and deletes the held body.
    background.keepAlive(response);
    await response;
    await background.settled();
    return response;
  };
}

/**
 * @param {Request} request
 * @param {ScreenSettings} settings
 * @param {Background} background
 * @returns {Promise<Response>}
 */
async function handleRequest(request, settings, background) {
  const work = beginWork(settings, background);
  const onAbort = () => work.budget.disconnect();
  // Aborted only with the compatibility flag `enable_request_signal`.
  request.signal.addEventListener('abort', onAbort);
  try {
    return (await statusResponse(request, work)) ?? (await screen(request, work));
  } catch (error) {
    reportFailure(error, settings);
    await refuseBody(request, settings.platform);
    return (error instanceof ProblemError ? error : new ProblemError('failed')).response();
  } finally {
    request.signal.removeEventListener('abort', onAbort);
  }
}

/** @param {Request} request @param {Work} work */
async function screen(request, work) {
  const isUpload = UPLOAD_METHODS.includes(request.method);
  let admitted = admit(request, work.settings);
  // On servers, every request except GET and HEAD has a body, even an empty one.
  if (admitted && admitted.length === undefined && !isUpload)
    admitted = await withContent(admitted, work.budget.signal);
  if (admitted) return screenBody(request, admitted, work);
  const { store, origin } = work.settings;
  if (store && isUpload) return createdResponse([]);
  if (store && !origin) {
    throw new ProblemError('method-not-allowed', { headers: { allow: UPLOAD_METHODS.join(', ') } });
  }
  if (!isUpload) return forward(request, null, undefined, work);
  return forward(request, new Blob(), { verdict: 'allowed', files: [] }, work);
}
