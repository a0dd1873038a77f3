// @ts-check
import { pending } from './hand-over.js';
import { HeldUpload } from './held-upload.js';
import { answer, Refusal } from './problem.js';
/** @import { Ending } from './record.js' */
/** @import { Work } from './work.js' */

/** After so many ms the queue has lost it, and whoever asks brings it to its end. */
const LONGEST_IN_QUEUE = 3_600_000;

/**
 * Answers for the status URLs; `undefined` for any other.
 * @param {Request} request
 * @param {Work} work
 */
export async function statusOf({ method, url }, work) {
  const { statusPath, seal, bucket, queue } = work.settings;
  const { pathname } = new URL(url);
  if (!pathname.startsWith(`${statusPath}/`)) return undefined;
  if (method !== 'GET' && method !== 'HEAD') {
    throw new Refusal('method-not-allowed', { headers: { allow: 'GET, HEAD' } });
  }
  const id = await seal.open(pathname.slice(statusPath.length + 1));
  const upload = id && bucket && (await HeldUpload.find(id, work));
  if (!upload) throw new Refusal('not-found');
  if (upload.ending) return answerOf(upload.ending);
  const isByQueue = queue && upload.age < LONGEST_IN_QUEUE;
  if (method === 'HEAD' || isByQueue) return pending();
  const { ending, response } = await upload.advance();
  return response ?? (ending ? answerOf(ending) : pending());
}

/** @param {Ending} ending */
function answerOf(ending) {
  if ('delivered' in ending) return answer({ status: 'delivered', ...ending.delivered }, 200);
  const { refused, files, retryAfter } = ending;
  throw new Refusal(refused, { files, retryAfter });
}
