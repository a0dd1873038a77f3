import { chunksOf } from './chunks.js';
import { HostFailure, noAnswer, unreadable } from './failure.js';
import { byFetch } from './fetch.js';
import { byHttp, sendsByHttp } from './server.js';
import { Source } from './source.js';
import { Patience } from './time.js';
import { byXhr } from './xhr.js';

export { sendsStreams } from './server.js';

/**
 * One request.
 * @typedef {object} Outgoing
 * @property {string} method
 * @property {string} url
 * @property {string[][]} headers
 * @property {string | Source | undefined} body
 * @property {number} length in bytes, of the body, if it is a file
 * @property {(bytes: number) => void} onSent so many bytes have gone out by now
 * @property {import('./hashing.js').Hashing | undefined} hashing of a stream: its bytes go through it
 * @property {typeof fetch | undefined} fetch the caller's own, instead of the runtime's
 * @property {number} timeout ms without progress before it has failed
 * @property {AbortSignal | undefined} signal
 * @property {boolean} unread the answer is wanted as a `Response`, whose body is not read
 */

/**
 * How much of a body has gone out.
 * @typedef {object} Watch
 * @property {number} sent bytes
 * @property {HostFailure} [failure] why it could not be read
 * @property {() => void} [cancel] of one that goes out in chunks: lets go of the file
 */

/**
 * Sends a request and reads its answer; any answer at all, of whatever status, is a success. A file
 * goes by XHR where there is one, as only XHR tells how much of it was sent.
 * @param {Outgoing} outgoing
 * @returns {Promise<import('./answer.js').Incoming>}
 */
export async function exchange(outgoing) {
  const { body, fetch, signal, timeout } = outgoing;
  const patience = new Patience(signal, timeout);
  /** @type {Watch} */
  const watch = { sent: 0 };
  try {
    return await wayOf(body instanceof Source && !fetch)(outgoing, patience, watch);
  } catch (cause) {
    const failure = watch.failure ?? (cause instanceof HostFailure ? cause : noAnswer(cause));
    if (failure.code === 'network' && body instanceof Source) {
      await explain(body, patience);
    }
    throw failure;
  } finally {
    patience.end();
    watch.cancel?.();
  }
}

/** @param {boolean} isFile */
function wayOf(isFile) {
  if (isFile && typeof XMLHttpRequest === 'function') return byXhr;
  return (isFile && sendsByHttp() && byHttp) || byFetch;
}

/**
 * A runtime reports a file that cannot be read just like an unreachable server.
 * @param {Source} body
 * @param {Patience} patience
 */
async function explain(body, patience) {
  if (body.isStream || body.content instanceof Uint8Array) return;
  const { next, cancel } = chunksOf(body, false);
  try {
    await patience.for(next());
  } catch (cause) {
    throw cause instanceof HostFailure ? cause : unreadable(cause);
  } finally {
    cancel();
  }
}
