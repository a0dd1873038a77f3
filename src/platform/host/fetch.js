import { LONGEST_ANSWER, incoming, isSuccess } from './answer.js';
import { drain, streamChunks } from './chunks.js';
import { HostFailure, refusedHeader } from './failure.js';
import { runtime } from './runtime.js';
import { bodyStream, endBody, isStreamed } from './server.js';
import { Source } from './source.js';

/** @typedef {import('./exchange.js').Outgoing} Outgoing */
/** @typedef {import('./exchange.js').Watch} Watch */

/** An upload that nobody can watch is given the time that it would take at so many bytes a ms. */
const SLOWEST_UPLOAD = 32;

/**
 * @param {Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {Watch} watch
 */
export async function byFetch(outgoing, patience, watch) {
  const { method, url, fetch, signal, unread } = outgoing;
  const controller = new AbortController();
  const headers = headersOf(outgoing);
  /** @type {any} */
  const init = { method, headers, ...redirect() };
  // The signal goes on to end the reading of a body that is not read here.
  init.signal = unread ? joined(signal, controller.signal) : controller.signal;
  const { body } = outgoing;
  if (body instanceof Source) await attach(init, body, outgoing, patience, watch);
  else if (body !== undefined) init.body = body;
  let isDone = false;
  try {
    // The runtime's own insists on being called as a method of the global object.
    const sending = fetch ? fetch(url, init) : globalThis.fetch(url, init);
    const response = await patience.for(sending);
    patience.moved();
    const status = response?.status;
    if (typeof status !== 'number') {
      throw new HostFailure('protocol', 'fetch did not answer a Response');
    }
    await endBody(outgoing, status, patience, watch);
    isDone = unread && isSuccess(status);
    if (isDone) return incoming(status, '', () => null, response);
    const text = await textOf(response, patience);
    return incoming(status, text, (name) => response.headers?.get?.(name));
  } finally {
    // Nobody waits any more: on an abort, on a stall, or where the server has answered before it took
    // the whole body.
    if (!isDone) controller.abort();
  }
}

/**
 * Attaches a file to the request.
 * @param {any} init
 * @param {Source} source
 * @param {Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {Watch} watch
 */
async function attach(init, source, outgoing, patience, watch) {
  if (isStreamed(source, outgoing)) {
    init.body = bodyStream(source, outgoing, patience, watch);
    init.headers.set('content-length', `${outgoing.length}`);
    init.duplex = 'half';
  } else {
    init.body = await patience.for(source.blob());
    patience.moved(outgoing.length / SLOWEST_UPLOAD);
  }
}

/** A redirect could carry the key to another host. */
function redirect() {
  switch (runtime()) {
    case 'workerd':
      return { redirect: 'manual' };
    case 'browser':
      return { redirect: 'error', cache: 'no-store' };
    case 'node':
      // Without a window Node does not keep a copy of the body for a redirect.
      return { redirect: 'error', window: null };
    default:
      return { redirect: 'error' };
  }
}

/** @param {Outgoing} outgoing */
function headersOf({ headers }) {
  try {
    return new Headers(/** @type {[string, string][]} */ (headers));
  } catch {
    throw refusedHeader();
  }
}

/**
 * A signal that is aborted with either, where the runtime can join them.
 * @param {AbortSignal | undefined} signal
 * @param {AbortSignal} own
 */
function joined(signal, own) {
  if (!signal) return own;
  try {
    return AbortSignal.any([signal, own]);
  } catch {
    return signal;
  }
}

/**
 * The body as text, read as it comes, so that one which trickles in is not taken for a stall.
 * @param {Response} response
 * @param {import('./time.js').Patience} patience
 */
async function textOf({ body }, patience) {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  await drain(
    streamChunks(body, true),
    (bytes) => {
      patience.moved();
      length += bytes.length;
      if (length > LONGEST_ANSWER) throw new HostFailure('protocol', 'the answer has no end');
      text += decoder.decode(bytes, { stream: true });
    },
    patience,
  );
  return text + decoder.decode();
}
