import { answer, isSuccess, readText } from './answer.js';
import { HostFailure, readFailure, refusedHeader } from './failure.js';
import { pulled } from './read-chunks.js';
import { runtime } from './runtime.js';

/**
 * A request to be sent.
 * @typedef {object} HttpRequest
 * @property {string} method
 * @property {string} url
 * @property {[string, string][]} headers
 * @property {string | undefined} body if it is a text
 * @property {RequestCredentials | undefined} credentials for browsers
 */

/**
 * @param {string} method
 * @param {string} url
 * @param {[string, string][]} headers
 * @param {string} [body]
 * @param {RequestCredentials} [credentials]
 * @returns {HttpRequest}
 */
export const httpRequest = (method, url, headers, body, credentials) => ({
  method,
  url,
  headers,
  body,
  credentials,
});

/** @typedef {import('./file-body.js').FileBody} FileBody */
/** @typedef {import('./stall-guard.js').StallGuard} StallGuard */

/**
 * The headers of a request. The runtime's own error would repeat an invalid value, which may be a key.
 * @param {[string, string][]} list
 */
export function headersOf(list) {
  try {
    return new Headers(list);
  } catch {
    throw refusedHeader();
  }
}

/**
 * The same for the runtime's own fetch, if it has one: the page of Jest's jsdom does not.
 * @param {[string, string][]} list
 */
export function ownHeadersOf(list) {
  if (typeof Request === 'function') return headersOf(list);
  const remedy = 'give connect() one, or run Jest with jest-fixed-jsdom in place of its jsdom';
  throw new HostFailure('unsupported', `there is no fetch here: ${remedy}`);
}

/**
 * Sends a request by the runtime's own fetch. Returns a `Response` of this realm, or fails: a page may have replaced
 * `fetch`, and that of a test runner may be from another realm.
 * @param {Request} request
 */
export async function sendRequest(request) {
  const response = await fetch(request);
  if (response instanceof Response) return response;
  throw notAResponse();
}

const notAResponse = () => new HostFailure('protocol', 'fetch did not return a Response');

/**
 * Sends a request by the user's own fetch, or one with a file by the runtime's.
 * @param {HttpRequest} request
 * @param {FileBody | undefined} file
 * @param {typeof fetch | undefined} userFetch
 * @param {boolean} isDownload whether the body of a successful response is left to the user
 * @param {StallGuard} guard
 */
export async function byFetch(request, file, userFetch, isDownload, guard) {
  const { url, body } = request;
  const init = initOf(request, isDownload ? guard.downloadSignal : guard.requestSignal);
  if (file) await attach(init, file, userFetch, guard);
  else if (body !== undefined) init.body = body;
  // The runtime's own fetch has to be called as a method of the global object.
  const sending = userFetch ? userFetch(url, init) : globalThis.fetch(url, init);
  return answered(sending, file, isDownload, guard);
}

/**
 * The options of a request for fetch, without the body.
 * @param {HttpRequest} request
 * @param {AbortSignal} signal
 */
export function initOf({ method, headers, credentials }, signal) {
  /** @type {any} */
  const init = { method, headers: headersOf(headers), signal, ...redirect() };
  // workerd throws on this option.
  if (credentials && runtime() === 'browser') init.credentials = credentials;
  return init;
}

/**
 * Waits for the response of a fetch and reads it.
 * @param {Promise<Response>} sending
 * @param {FileBody | undefined} file that is sent
 * @param {boolean} isDownload
 * @param {StallGuard} guard
 * @returns {Promise<import('./answer.js').Answer>}
 */
export async function answered(sending, file, isDownload, guard) {
  const response = await guard.race(sending);
  guard.touch();
  const status = response?.status;
  if (typeof status !== 'number') throw notAResponse();
  if (isDownload && isSuccess(status)) return answer(status, '', undefined, response);
  file?.assertSent(status);
  const text = await readText(response, guard);
  return answer(status, text, response.headers);
}

/**
 * Attaches a file to a request. Bun sends a stream with the stated Content-Length, faster and in less memory than a Blob.
 * @param {any} init
 * @param {FileBody} file
 * @param {typeof fetch | undefined} userFetch
 * @param {StallGuard} guard
 */
async function attach(init, file, userFetch, guard) {
  const { source, length } = file;
  const isBun = !userFetch && runtime() === 'bun';
  // Bun's own limit is 300 s from a request to its response; for uploads the guard sets the limit.
  if (isBun) init.timeout = false;
  if (source.isStream || isBun) {
    attachStream(init, streamOf(file, guard), length);
  } else {
    init.body = await source.blob(guard);
    guard.awaitUnseenUpload(length);
  }
}

/**
 * @param {any} init
 * @param {ReadableStream} stream
 * @param {number} length
 */
export function attachStream(init, stream, length) {
  init.body = stream;
  init.headers.set('content-length', `${length}`);
  init.duplex = 'half';
}

/** A redirect could carry the key to another host. */
function redirect() {
  switch (runtime()) {
    case 'workerd':
    case 'edge-light':
      return { redirect: 'manual' };
    case 'browser':
      return { redirect: 'error', cache: 'no-store' };
    case 'node':
      // With `window: null`, Node keeps no copy of the body for a redirect.
      return { redirect: 'error', window: null };
    default:
      return { redirect: 'error' };
  }
}

/**
 * A file as a stream.
 * @param {FileBody} file
 * @param {StallGuard} guard
 */
function streamOf(file, guard) {
  const { FixedLengthStream } = /** @type {any} */ (globalThis);
  try {
    const chunks = file.chunks(guard, !!FixedLengthStream);
    return FixedLengthStream ? pumped(chunks, new FixedLengthStream(file.length)) : pulled(chunks);
  } catch (cause) {
    throw readFailure(cause);
  }
}

/**
 * A stream for workerd, whose `FixedLengthStream` states the length. Each chunk is written before the next one is read.
 * @param {import('./chunks.js').Chunks} chunks
 * @param {{ readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array> }} stream
 */
function pumped({ next, cancel }, { readable, writable }) {
  const writer = writable.getWriter();
  async function pump() {
    for (let chunk; (chunk = await next());) await writer.write(chunk);
    await writer.close();
  }
  // The request then fails with the error.
  pump().catch((cause) => {
    cancel(cause);
    writer.abort(cause).catch(() => {});
  });
  return readable;
}
