import { TextCollector, answer } from './answer.js';
import { noAnswer, refusedHeader } from './failure.js';
import { runtime } from './runtime.js';

const host = /** @type {any} */ (globalThis);

/** Environment variables that configure a proxy, which node:http ignores. */
const PROXIES = ['http_proxy', 'https_proxy', 'all_proxy'];

/**
 * Whether a file is sent by node:http. Deno's fetch sends a stream without its length, and reads a file on disk into
 * memory first.
 */
export const sendsByHttp = () =>
  runtime() === 'deno' && !!host.process?.getBuiltinModule && !hasProxy();

function hasProxy() {
  const { env, permissions } = host.Deno;
  return PROXIES.flatMap((name) => [name, name.toUpperCase()]).some(
    // Without the permission, Deno would prompt the user for it.
    (variable) =>
      permissions.querySync({ name: 'env', variable }).state === 'granted' && env.get(variable),
  );
}

/**
 * @param {import('./fetch.js').HttpRequest} outgoing
 * @param {import('./file-body.js').FileBody} file
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function byHttp(outgoing, file, guard) {
  const { next } = file.chunks(guard, !file.source.isStream);
  const request = requestOf(outgoing);
  let isOver = false;
  /** @type {(value?: undefined) => void} */
  let wake = () => {};
  const answering = new Promise((resolve, reject) => {
    request.on('response', resolve);
    request.on('error', reject);
  }).finally(() => {
    isOver = true;
    wake();
  });
  // If the file cannot be read, nobody awaits the response: its failure must not count as unhandled.
  answering.catch(() => {});
  // Not by `Promise.race`, which would keep each chunk in memory until the response arrives.
  const unlessOver = (/** @type {Promise<any>} */ promise) =>
    new Promise((resolve, reject) => {
      wake = resolve;
      promise.then(resolve, reject);
      if (isOver) resolve(undefined);
    });
  try {
    request.setHeader('content-length', `${file.length}`);
    for (;;) {
      // The server may respond before the next chunk is read.
      const chunk = await guard.race(unlessOver(next()));
      if (isOver || !chunk) break;
      // The memory of the chunk may be reused only after it is written.
      await guard.race(unlessOver(written(request, chunk)));
    }
    // After an early response, `end` would free the connection, and the server would read the next request as the rest
    // of this body.
    if (!isOver) request.end();
    const response = await guard.race(answering);
    guard.touch();
    const { statusCode: status, headers } = response;
    // Redirects are not followed, as with fetch.
    if (status >= 300 && status < 400) throw noAnswer();
    file.assertSent(status);
    const text = await guard.race(textOf(response, guard));
    return answer(status, text, {
      get: (name) => headers[name],
      getSetCookie: () => headers['set-cookie'] ?? [],
    });
  } finally {
    request.destroy();
  }
}

/** @param {import('./fetch.js').HttpRequest} outgoing */
function requestOf({ method, url, headers }) {
  const { protocol } = new URL(url);
  const http = host.process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  try {
    // A new connection: if a request on a reused one is destroyed, Deno (2.9) sends it again.
    const agent = false;
    return http.request(url, { method, headers: Object.fromEntries(new Headers(headers)), agent });
  } catch {
    throw refusedHeader();
  }
}

/**
 * Waits until the connection has taken a chunk.
 * @param {any} request
 * @param {Uint8Array} chunk
 */
const written = (request, chunk) => new Promise((resolve) => request.write(chunk, resolve));

/**
 * @param {AsyncIterable<Uint8Array>} response
 * @param {import('./stall-guard.js').StallGuard} guard
 */
async function textOf(response, guard) {
  const text = new TextCollector();
  for await (const chunk of response) {
    guard.touch();
    text.add(chunk);
  }
  return text.end();
}
