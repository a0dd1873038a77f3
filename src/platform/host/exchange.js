import { HostFailure, noAnswer, unreadable } from './failure.js';
import { Patience } from './time.js';
import { chunksOf, drain, streamChunks } from './chunks.js';
import { DiskFile } from './disk.js';
import { runtime } from './runtime.js';
import { Source } from './source.js';

/** No answer of the protocol comes near this many bytes. */
const LONGEST_ANSWER = 64 << 20;

/** An upload that nobody can watch is given the time that it would take at so many bytes a ms. */
const SLOWEST_UPLOAD = 32;

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
 * What came back.
 * @typedef {object} Incoming
 * @property {number} status
 * @property {string} text
 * @property {any} json what the text is the JSON of; `undefined` where it is none
 * @property {string | undefined} retryAfter of a failed answer: `Retry-After`, or else `x-ratelimit-reset-in`
 * @property {Response | undefined} response if it is wanted unread, and succeeded
 */

/**
 * Sends a request and reads its answer; any answer at all, of whatever status, is a success. A file
 * goes by XHR where there is one, as only XHR tells how much of it was sent.
 * @param {Outgoing} outgoing
 * @returns {Promise<Incoming>}
 */
export async function exchange(outgoing) {
  const { body, fetch, signal, timeout } = outgoing;
  const patience = new Patience(signal, timeout);
  const watch = { sent: 0, ended: false };
  try {
    const byXhr = body instanceof Source && !fetch && typeof XMLHttpRequest === 'function';
    return await (byXhr ? xhr : byFetch)(outgoing, patience, watch);
  } catch (cause) {
    const failure = cause instanceof HostFailure ? cause : noAnswer(cause);
    if (failure.code === 'network' && body instanceof Source) {
      await explain(body, outgoing.length, watch, patience);
    }
    throw failure;
  } finally {
    patience.end();
  }
}

/**
 * A runtime reports a file that cannot be read, and a stream of another length than was stated, just
 * like an unreachable server.
 * @param {Source} body
 * @param {number} length
 * @param {{ sent: number, ended: boolean }} watch
 * @param {Patience} patience
 */
async function explain(body, length, { sent, ended }, patience) {
  if (sent > length || (ended && sent < length)) {
    const message = `the stream has ${sent} bytes, and was to have ${length}`;
    throw new HostFailure('invalid-input', message);
  }
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

/**
 * @param {Outgoing} outgoing
 * @param {Patience} patience
 * @param {{ sent: number, ended: boolean }} watch
 */
async function byFetch(outgoing, patience, watch) {
  const { method, url, fetch, signal, unread } = outgoing;
  const controller = new AbortController();
  const headers = headersOf(outgoing);
  /** @type {any} */
  const init = { method, headers, ...redirect() };
  // The signal goes on to end the reading of a body that is not read here.
  init.signal = unread ? joined(signal, controller.signal) : controller.signal;
  const { body, hashing, length } = outgoing;
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
    if (hashing && isSuccess(status)) {
      if (watch.sent !== length) {
        throw new HostFailure('protocol', 'the server answered before it had the whole file');
      }
      await hashing.end(patience);
    }
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
 * @param {Patience} patience
 * @param {{ sent: number, ended: boolean }} watch
 */
async function attach(init, source, { length, fetch, onSent, hashing }, patience, watch) {
  // Node and Bun send a stream with the Content-Length that is stated, and faster and in less memory
  // than a Blob.
  const asStream = source.isStream || (!fetch && ['node', 'bun'].includes(runtime()));
  if (!asStream) {
    init.body = await patience.for(source.blob());
    patience.moved(length / SLOWEST_UPLOAD);
    return;
  }
  try {
    const { next, cancel } = chunksOf(source, false);
    init.body = new ReadableStream(
      {
        async pull(controller) {
          const chunk = await next();
          if (!chunk) {
            watch.ended = true;
            cancel();
            return controller.close();
          }
          await hashing?.write(chunk);
          watch.sent += chunk.byteLength;
          controller.enqueue(chunk);
          patience.moved();
          onSent(watch.sent);
        },
        cancel,
      },
      { highWaterMark: 0 },
    );
    const { FixedLengthStream } = /** @type {any} */ (globalThis);
    if (FixedLengthStream) init.body = init.body.pipeThrough(new FixedLengthStream(length));
  } catch (cause) {
    throw cause instanceof HostFailure ? cause : unreadable(cause);
  }
  init.headers.set('content-length', `${length}`);
  init.duplex = 'half';
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

/** What the runtime throws repeats the header's value, which may be a key. */
const refusedHeader = () =>
  new HostFailure('invalid-input', 'a header is not one that can be sent');

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
 * @param {Patience} patience
 */
async function textOf({ body }, patience) {
  if (!body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  await drain(
    streamChunks(body),
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

/**
 * @param {Outgoing} outgoing
 * @param {Patience} patience
 * @param {{ sent: number, ended: boolean }} watch
 */
async function xhr({ method, url, headers, body, onSent }, patience, watch) {
  const request = new XMLHttpRequest();
  request.open(method, url);
  for (const [name = '', value = ''] of headers) {
    try {
      request.setRequestHeader(name, value);
    } catch {
      throw refusedHeader();
    }
  }
  const sent = (/** @type {ProgressEvent} */ { loaded }) => {
    patience.moved();
    onSent(loaded);
  };
  request.upload.onprogress = sent;
  // After the last byte the patience begins anew: now the answer is waited for.
  request.upload.onload = sent;
  request.onprogress = () => patience.moved();
  try {
    const ended = new Promise((resolve) => {
      request.onloadend = resolve;
    });
    request.send(await /** @type {Source} */ (body).blob());
    await patience.for(ended);
    if (request.status === 0) throw noAnswer();
    const header = (/** @type {string} */ name) => request.getResponseHeader(name);
    return incoming(request.status, request.responseText, header);
  } finally {
    request.upload.onprogress = request.upload.onload = request.onprogress = null;
    // One that has ended is left as it is.
    request.abort();
  }
}

/** @param {number} status */
const isSuccess = (status) => status >= 200 && status < 300;

/**
 * The headers that say when to come back are asked for in failed answers only: a browser complains in
 * its console about one that CORS does not expose.
 * @param {number} status
 * @param {string} text
 * @param {(name: string) => string | null | undefined} header
 * @param {Response} [response]
 * @returns {Incoming}
 */
function incoming(status, text, header, response) {
  const later = isSuccess(status)
    ? null
    : (header('retry-after') ?? header('x-ratelimit-reset-in'));
  return {
    status,
    text,
    json: parsed(text),
    retryAfter: typeof later === 'string' ? later : undefined,
    response,
  };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
