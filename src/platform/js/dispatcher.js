import { answered, attachStream, initOf } from './fetch.js';
import { pulled } from './read-chunks.js';
import { runtime } from './runtime.js';

const host = /** @type {any} */ (globalThis);

/** Where undici, which is Node's fetch, keeps its global dispatcher: since version 8, and before. */
const MODERN = Symbol.for('undici.globalDispatcher.2');
const LEGACY = Symbol.for('undici.globalDispatcher.1');

/** @typedef {import('./chunks.js').Chunks} Chunks */

/** Whether a file is sent by `byDispatcher`. */
export const sendsByDispatcher = () => runtime() === 'node';

/**
 * Sends a file by Node's fetch, but passes its chunks directly to the global dispatcher, which may be the user's. A web
 * stream is slower, and keeps each chunk until the next garbage collection. A replacement of the global fetch gets the
 * stream.
 * @param {import('./fetch.js').HttpRequest} request
 * @param {import('./file-body.js').FileBody} file
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function byDispatcher(request, file, guard) {
  const init = initOf(request, guard.requestSignal);
  /** @type {Chunks | undefined} */
  let chunks;
  const open = (/** @type {boolean} */ isReused) => (chunks ??= file.chunks(guard, isReused));
  // The user's own stream has to be cancelled even if the request fails before it is read.
  if (file.source.isStream) open(false);
  const stream = pulled({
    next: () => open(false).next(),
    cancel: (reason) => chunks?.cancel(reason),
  });
  attachStream(init, stream, file.length);
  init.dispatcher = dispatcherOf(stream, open);
  return answered(globalThis.fetch(request.url, init), file, false, guard);
}

/**
 * A dispatcher that passes requests to the global one, with the chunks of a file as the body.
 * @param {ReadableStream} stream the body that fetch was given
 * @param {(isReused: boolean) => Chunks} open
 */
function dispatcherOf(stream, open) {
  const dispatch = (/** @type {any} */ options, /** @type {any} */ handler) => {
    // The response handler shows which version of undici fetch is from.
    const isModern = typeof handler?.onRequestStart === 'function';
    const dispatcher = (isModern && host[MODERN]) || host[LEGACY];
    // undici's own limit is 300 s from a request to its response; for uploads the guard sets the limit. HTTP/2, which
    // undici prefers since version 8, is slower for one large body.
    const sent = { ...options, headersTimeout: 0, allowH2: false };
    // If the stream is locked, or is itself the body, somebody else reads it.
    const isReadHere = options.body && !options.body.getReader && !stream.locked;
    if (isReadHere) sent.body = iterated(open, isPlain(dispatcher));
    return dispatcher.dispatch(sent, handler);
  };
  // Jest's realm has no global dispatcher.
  const base = host[MODERN] ?? host[LEGACY];
  return base && Object.create(base, { dispatch: { value: dispatch } });
}

/**
 * Whether a dispatcher is an unmodified undici `Agent`, which requests the next chunk after the socket has taken the last
 * one. Interceptors and other dispatchers may keep chunks.
 * @param {any} dispatcher
 */
function isPlain(dispatcher) {
  const agent = Object.getPrototypeOf(dispatcher) ?? {};
  const { dispatch } = Object.getPrototypeOf(agent) ?? {};
  return agent.constructor?.name === 'Agent' && dispatcher.dispatch === dispatch;
}

/**
 * @param {(isReused: boolean) => Chunks} open
 * @param {boolean} isReused
 */
async function* iterated(open, isReused) {
  const { next, cancel } = open(isReused);
  try {
    for (let chunk; (chunk = await next());) yield chunk;
  } finally {
    cancel();
  }
}
