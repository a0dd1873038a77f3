// A service with scripted responses: a `fetch` for `connect`, and the requests that it got.

/**
 * @typedef {object} Asked
 * @property {string} method
 * @property {string} path path and query
 * @property {Headers} headers
 * @property {any} body
 * @property {AbortSignal | null | undefined} signal
 */

/**
 * @typedef {(asked: Asked) => unknown} Answer a Response, or what is to be
 *   its JSON; it may throw
 */

export const BASE_URL = 'http://service.test';

/**
 * Responds to each operation with the answers listed for it, in order; the last one repeats.
 *
 * @param {Record<string, unknown>} script an {@link Answer}, several, or a JSON value, by method and
 *   path, with `*` for an id
 */
export function scripted(script) {
  /** @type {Asked[]} */
  const asked = [];
  /** @type {Record<string, number>} */
  const times = {};

  /** @param {string} url @param {RequestInit} init */
  async function fetch(url, init = {}) {
    const path = url.slice(BASE_URL.length);
    const request = {
      method: init.method ?? 'GET',
      path,
      headers: new Headers(init.headers),
      body: init.body,
      signal: init.signal,
    };
    asked.push(request);
    const operation = Object.keys(script).find((pattern) => matches(pattern, request));
    if (!operation) throw new Error(`nobody wrote an answer to ${request.method} ${path}`);
    const answers = [script[operation]].flat();
    const time = (times[operation] = (times[operation] ?? -1) + 1);
    const answer = answers[Math.min(time, answers.length - 1)];
    const value = typeof answer === 'function' ? await answer(request) : answer;
    return value instanceof Response ? value : Response.json(value);
  }

  return {
    asked,
    /** How often an operation was requested. @param {string} pattern */
    count: (pattern) => asked.filter((request) => matches(pattern, request)).length,
    options: { baseUrl: BASE_URL, fetch, retry: { baseDelay: 1, maxDelay: 20 } },
  };
}

/** @param {string} pattern @param {Asked} request */
function matches(pattern, { method, path }) {
  const [wantedMethod, wantedPath = ''] = pattern.split(' ');
  const expression = wantedPath.split('*').map(escape).join('[^/?]+');
  return method === wantedMethod && new RegExp(`^${expression}(\\?.*)?$`).test(path);
}

/** @param {string} text */
function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Never responds, and rejects when the request is aborted. @param {Asked} asked */
export function silence({ signal }) {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
}

/** A connection that breaks. */
export function broken() {
  throw new TypeError('connection reset');
}

/** @param {number} status @param {unknown} [body] @param {Record<string, string | undefined>} [headers] */
export function status(status, body, headers) {
  return () => {
    const text = typeof body === 'string' ? body : body === undefined ? null : JSON.stringify(body);
    const given = Object.entries(headers ?? {}).filter(([, value]) => value !== undefined);
    return new Response(text, { status, headers: /** @type {[string, string][]} */ (given) });
  };
}
