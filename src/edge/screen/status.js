// @ts-check
import { ProblemError, uncachedJson } from '../problem.js';
import { pendingResponse } from './hand-over.js';
import { HeldUpload } from './held-upload.js';
/** @import { Ending } from './record.js' */
/** @import { Work } from './work.js' */

/** An upload that is older was lost by the queue: a status request finishes it. */
const QUEUE_TIMEOUT_MS = 3_600_000;

/**
 * The response to a request for a status URL; `undefined` for any other URL.
 * @param {Request} request
 * @param {Work} work
 */
export async function statusResponse({ method, url }, work) {
  const { statusPath, seal, bucket, queue } = work.settings;
  const { pathname } = new URL(url);
  if (!pathname.startsWith(`${statusPath}/`)) return undefined;
  if (method !== 'GET' && method !== 'HEAD') {
    throw new ProblemError('method-not-allowed', { headers: { allow: 'GET, HEAD' } });
  }
  const id = await seal.open(pathname.slice(statusPath.length + 1));
  const upload = id && bucket && (await HeldUpload.find(id, work));
  if (!upload) throw new ProblemError('not-found');
  if (upload.ending) return endingResponse(upload.ending);
  const isLeftToQueue = queue && upload.age < QUEUE_TIMEOUT_MS;
  if (method === 'HEAD' || isLeftToQueue) return pendingResponse();
  const { ending, response } = await upload.advance();
  return response ?? (ending ? endingResponse(ending) : pendingResponse());
}

/** @param {Ending} ending */
function endingResponse(ending) {
  if ('delivered' in ending) return uncachedJson({ status: 'delivered', ...ending.delivered }, 200);
  const { refused, files, retryAfter } = ending;
  throw new ProblemError(refused, { files, retryAfter });
}
