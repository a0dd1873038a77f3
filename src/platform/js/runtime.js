const host = /** @type {any} */ (globalThis);

/** @typedef {'workerd' | 'deno' | 'bun' | 'node' | 'browser'} Runtime */

/** @type {Runtime | undefined} */
let current;

/** The family of runtimes that moves bytes as this one does. */
export const runtime = () => (current ??= findRuntime());

/** Workers come first: with Node's compatibility on, they look like Node too. @returns {Runtime} */
function findRuntime() {
  if (host.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  if (host.Deno) return 'deno';
  if (host.Bun) return 'bun';
  if (host.process?.versions?.node && !host.document) return 'node';
  return 'browser';
}

/** Whether a path such as `/scan` is an address here. */
export function hasOrigin() {
  const origin = host.location?.origin;
  return typeof origin === 'string' && origin !== 'null';
}

/**
 * Whether a stream can be sent with its length stated by the runtime's fetch: not in browsers, and not in Deno.
 */
export const fetchSendsStreams = () => !['browser', 'deno'].includes(runtime());

/** Whether a text is an address that a request can be sent to. @param {string} url */
export function isAddress(url) {
  try {
    return !!new URL(url, hasOrigin() ? host.location.href : undefined);
  } catch {
    return false;
  }
}
