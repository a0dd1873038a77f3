// @ts-check
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { readableStream } from './readable-stream.js';
/** @import { ClientRequest, IncomingMessage } from 'node:http' */

/** Idle connections are closed earlier than most servers close them: Node's after 5 s. */
const IDLE_CONNECTION = { keepAlive: true, timeout: 4_000 };
const PROTOCOLS = {
  'http:': { request: httpRequest, agent: new HttpAgent(IDLE_CONNECTION) },
  'https:': { request: httpsRequest, agent: new HttpsAgent(IDLE_CONNECTION) },
};

/** Responses that have no body (Fetch, "null body status"). */
const BODILESS = [101, 103, 204, 205, 304];

/**
 * Sends a request with node:http, byte for byte. `fetch` sends streams chunked in Deno, keeps a copy of them for
 * redirects in Node, and decodes responses everywhere without removing their Content-Encoding. Redirects are not
 * followed.
 * @param {string | Request} input
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
export async function httpFetch(input, init) {
  const { url, method, headers, body, signal } = messageOf(input, init);
  signal?.throwIfAborted();
  const { protocol } = new URL(url);
  const { request, agent } = /** @type {typeof PROTOCOLS['http:']} */ (
    PROTOCOLS[/** @type {'http:'} */ (protocol)]
  );
  const outgoing = request(url, {
    method,
    // With `Connection: close`, a server may close the connection as soon as it has responded.
    headers: { ...grouped(headers), connection: 'keep-alive' },
    // A request with a body gets a new connection. On a reused one the body could be lost, and Deno (2.9) would send it
    // again.
    agent: body ? false : agent,
  });
  const abort = () => outgoing.destroy(asError(signal?.reason));
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const answered = answerTo(outgoing);
    // The response may come before all of the body is sent, or instead of it.
    send(outgoing, body).catch((error) => outgoing.destroy(asError(error)));
    const incoming = await answered;
    incoming.once('close', () => signal?.removeEventListener('abort', abort));
    return responseOf(incoming, outgoing, method);
  } catch (error) {
    signal?.removeEventListener('abort', abort);
    signal?.throwIfAborted();
    throw error;
  }
}

/** @param {string | Request} input @param {RequestInit} [init] */
function messageOf(input, init = {}) {
  const isRequest = typeof input !== 'string';
  const { method, body, signal } = isRequest ? input : init;
  return {
    url: isRequest ? input.url : input,
    method: method ?? 'GET',
    headers: new Headers(isRequest ? input.headers : init.headers),
    body: bodyOf(body),
    signal,
  };
}

/**
 * @param {BodyInit | null | undefined} body
 * @returns {ReadableStream<Uint8Array> | Uint8Array | null}
 */
function bodyOf(body) {
  if (body == null || body instanceof ReadableStream || body instanceof Uint8Array) {
    return /** @type {ReadableStream<Uint8Array> | Uint8Array | null} */ (body ?? null);
  }
  return typeof body === 'string'
    ? new TextEncoder().encode(body)
    : /** @type {Blob} */ (body).stream();
}

/** Cookies may come as several headers. @param {Headers} headers */
function grouped(headers) {
  /** @type {Record<string, string | string[]>} */
  const all = Object.fromEntries(headers);
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) all['set-cookie'] = cookies;
  return all;
}

/** @param {ClientRequest} outgoing @returns {Promise<IncomingMessage>} */
function answerTo(outgoing) {
  const answered = new Promise((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.on('close', () => reject(new Error('the connection was closed without an answer')));
  });
  answered.catch(() => {});
  return answered;
}

/**
 * @param {ClientRequest} outgoing
 * @param {ReadableStream<Uint8Array> | Uint8Array | null} body
 */
async function send(outgoing, body) {
  if (!(body instanceof ReadableStream)) {
    if (body) outgoing.setHeader('content-length', body.length);
    outgoing.end(body ?? undefined);
    return;
  }
  const reader = body.getReader();
  /** Rejects pending waits when the connection is closed. */
  let wake = () => {};
  outgoing.on('close', () => wake());
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      if (outgoing.destroyed) throw new Error('the connection was closed');
      if (!outgoing.write(value)) {
        await new Promise((resolve) => {
          wake = () => resolve(undefined);
          outgoing.once('drain', wake);
          if (outgoing.destroyed) wake();
        });
      }
    }
    if (outgoing.destroyed) throw new Error('the connection was closed');
    outgoing.end();
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}

/**
 * @param {IncomingMessage} incoming
 * @param {ClientRequest} outgoing
 * @param {string} method
 */
function responseOf(incoming, outgoing, method) {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct } = incoming;
  incoming.once('close', () => {
    // After an early response the rest of the body is not sent: no other request uses this connection.
    if (!outgoing.writableFinished) outgoing.destroy();
  });
  const headers = new Headers();
  for (const [name, values] of Object.entries(headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  // Hop-by-hop headers, as is the transfer encoding.
  for (const name of ['connection', 'keep-alive', 'transfer-encoding']) headers.delete(name);
  if (method === 'HEAD' || BODILESS.includes(status)) {
    incoming.resume();
    return new Response(null, { status, statusText, headers });
  }
  return new Response(readableStream(incoming), { status, statusText, headers });
}

/** @param {unknown} reason */
const asError = (reason) => (reason instanceof Error ? reason : new Error(String(reason)));
