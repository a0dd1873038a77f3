import { LONGEST_ANSWER, incoming } from './answer.js';
import { bodyChunks, endBody } from './body.js';
import { HostFailure, noAnswer, refusedHeader, unreadable } from './failure.js';
import { runtime } from './runtime.js';

const host = /** @type {any} */ (globalThis);

/** Variables that name a proxy, which node:http does not know of. */
const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy'];

/**
 * Whether a file is sent by node:http. Deno's fetch sends a stream without its length, and reads a file of the disk into
 * memory first.
 */
export const sendsByHttp = () =>
  runtime() === 'deno' && host.process?.getBuiltinModule && !hasProxy();

function hasProxy() {
  const { env, permissions } = host.Deno;
  return PROXIES.flatMap((name) => [name, name.toUpperCase()]).some(
    // Without the permission Deno would ask the user for it.
    (variable) =>
      permissions.querySync({ name: 'env', variable }).state === 'granted' && env.get(variable),
  );
}

/**
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 * @returns {Promise<import('./answer.js').Incoming>}
 */
export async function byHttp(outgoing, patience, watch) {
  const { length } = outgoing;
  const { next } = chunksToSend(outgoing, patience, watch);
  const request = requestOf(outgoing);
  let isOver = false;
  const answering = new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  }).finally(() => (isOver = true));
  // Where the file cannot be read, nobody waits for the answer.
  answering.catch(() => {});
  try {
    request.setHeader('content-length', `${length}`);
    for (;;) {
      // An answer may come before the stream goes on.
      const chunk = await patience.for(Promise.race([next(), answering]));
      if (isOver || !chunk) break;
      if (!request.write(chunk)) await patience.for(Promise.race([drained(request), answering]));
    }
    // Else the connection would count as free, and the next request go out as the rest of this body.
    if (!isOver) request.end();
    const response = await patience.for(answering);
    const { statusCode: status, headers } = response;
    // As fetch is told not to follow one.
    if (status >= 300 && status < 400) throw noAnswer();
    await endBody(outgoing, status, patience, watch);
    const text = await patience.for(textOf(response, patience));
    return incoming(status, text, (name) => headers[name]);
  } finally {
    request.destroy();
  }
}

/**
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 */
function chunksToSend(outgoing, patience, watch) {
  try {
    return bodyChunks(/** @type {any} */ (outgoing.body), outgoing, patience, watch, false);
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** @param {import('./exchange.js').Outgoing} outgoing */
function requestOf({ method, url, headers }) {
  const { protocol } = new URL(url);
  const http = host.process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  try {
    const named = Object.fromEntries(new Headers(/** @type {[string, string][]} */ (headers)));
    return http.request(url, { method, headers: named });
  } catch {
    throw refusedHeader();
  }
}

/** @param {any} request */
const drained = (request) => new Promise((resolve) => request.once('drain', resolve));

/**
 * @param {AsyncIterable<Uint8Array>} response
 * @param {import('./time.js').Patience} patience
 */
async function textOf(response, patience) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response) {
    patience.moved();
    text += decoder.decode(bytes, { stream: true });
    if (text.length > LONGEST_ANSWER) throw new HostFailure('protocol', 'the answer has no end');
  }
  return text + decoder.decode();
}
