// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { startWorker } from './worker.mjs';

/** Looks like a key, and is found in no other text. */
export const KEY = 'b7f1e0c9K3y/of+the=owner';

/**
 * What a service was asked.
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} url path and query
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {string} body
 */

/**
 * A MetaDefender whose answers are scripted: `[status, body, headers]`, or a JSON value, or what does it all by itself.
 * @typedef {[number, unknown, import('node:http').OutgoingHttpHeaders?]
 *   | ((asked: Asked, response: import('node:http').ServerResponse, request: import('node:http').IncomingMessage) => unknown)
 *   | object} Answer
 * @param {Record<string, Answer>} script by method and path, with `*` for an id; `at METHOD /path` before the body is read
 */
export async function startService(script) {
  /** @type {Asked[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const now = { method, url, headers, body: '' };
    asked.push(now);
    const early = answerOf(script, `at ${method} ${url}`);
    if (typeof early === 'function') return early(now, response, request);
    for await (const chunk of request) now.body += chunk.length > 1000 ? '' : chunk;
    const answer = answerOf(script, `${method} ${url}`) ?? [
      500,
      { err: `no answer to ${method} ${url}` },
    ];
    if (typeof answer === 'function') return answer(now, response, request);
    const [status, body, more] = Array.isArray(answer) ? answer : [200, answer, undefined];
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const length = Buffer.byteLength(text);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': length,
      ...more,
    });
    response.end(text);
  });
  // Uploads that are cut.
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    asked,
    script,
    address: `http://127.0.0.1:${port}`,
    /** How often an operation was asked for. @param {string} pattern */
    count: (pattern) =>
      asked.filter(({ method, url }) => matches(pattern, `${method} ${url}`)).length,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {Record<string, Answer>} script @param {string} operation */
function answerOf(script, operation) {
  const pattern = Object.keys(script).find((one) => matches(one, operation));
  return pattern === undefined ? undefined : script[pattern];
}

/** @param {string} pattern @param {string} operation */
function matches(pattern, operation) {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/?]+')}(\\?.*)?$`).test(operation);
}

/**
 * The sample of a Worker with proxies before a service.
 * @param {string} gateway
 * @param {{ options?: object, hooks?: string[], secret?: string | string[], more?: object[], [miniflare: string]: unknown }} [how]
 *   `more` are options of others, at `/more` by the header `x-proxy: more0` and so on
 */
export async function startProxy(
  gateway,
  { options = {}, hooks = [], secret, more = [], ...miniflare } = {},
) {
  const worker = await startWorker('edge/proxy.js', {
    compatibilityFlags: ['enable_request_signal'],
    bindings: {
      GATEWAY: gateway,
      API_KEY: KEY,
      SECRET: secret ?? 'a secret of the tests, which is long enough',
      OPTIONS: options,
      HOOKS: hooks,
      MORE: Object.fromEntries(more.map((one, index) => [`more${index}`, one])),
    },
    ...miniflare,
  });
  const { port } = new URL(worker.address);
  return {
    ...worker,
    /** What a page gives as `baseUrl`. */
    scan: `${worker.address}scan`,
    /** What the owner was told since. @returns {Promise<string[]>} */
    errors: async () => (await fetch(`${worker.address}errors`)).json(),
    /** A request with each byte as it is written; ends with the connection. @param {string} text */
    raw: (text) => raw(Number(port), text),
    /** @param {string} path @param {RequestInit} [init] */
    ask(path, init) {
      // Or else Miniflare compresses the answer, and holds it back to do so.
      const headers = { 'accept-encoding': 'identity', ...init?.headers };
      return fetch(`${worker.address}scan${path}`, { ...init, headers });
    },
  };
}

/** @param {number} port @param {string} text */
async function raw(port, text) {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(60_000, () => socket.destroy(new Error(`no answer to ${text.slice(0, 200)}`)));
  socket.write(text, 'latin1');
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    answer += chunk;
    if (isWhole(answer, text.startsWith('HEAD'))) break;
  }
  return answer;
}

/** Whether an answer is there: the connection stays. @param {string} answer @param {boolean} isBodiless */
function isWhole(answer, isBodiless) {
  const end = answer.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const [, length] = /^content-length: (\d+)\r$/im.exec(answer.slice(0, end + 1)) ?? [];
  if (isBodiless || answer.startsWith('HTTP/1.1 204')) return true;
  return length ? answer.length >= end + 4 + Number(length) : answer.endsWith('0\r\n\r\n');
}

/** Fails where a text holds the key, however it is written. @param {string} text */
export function holdsNoKey(text) {
  const spellings = [KEY, encodeURIComponent(KEY), JSON.stringify(KEY).slice(1, -1)];
  const found = spellings.find((one) => text.toLowerCase().includes(one.toLowerCase()));
  if (found) throw new Error(`the key got out: ${text.slice(0, 500)}`);
}
