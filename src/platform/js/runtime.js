const host = /** @type {any} */ (globalThis);

/** @typedef {'workerd' | 'edge-light' | 'deno' | 'bun' | 'node' | 'browser'} Runtime */

/** @type {Runtime | undefined} */
let current;

/** The kind of runtime: how it reads and sends bytes. */
export const runtime = () => (current ??= findRuntime());

/** Workers come first: with Node's compatibility on, they look like Node too. @returns {Runtime} */
function findRuntime() {
  if (host.navigator?.userAgent === 'Cloudflare-Workers') return 'workerd';
  // Vercel's, which uses Node's streams and fetch. (Vercel, Edge Runtime, "Check if you're running on the Edge Runtime")
  if (typeof host.EdgeRuntime === 'string') return 'edge-light';
  if (host.Deno) return 'deno';
  if (host.Bun) return 'bun';
  if (host.process?.versions?.node && !host.document) return 'node';
  return 'browser';
}

/**
 * Whether the runtime's fetch can send a stream with a stated length: not in browsers, and not in Deno.
 */
export const fetchSendsStreams = () => !['browser', 'deno'].includes(runtime());

/**
 * The address that a `baseUrl` stands for: the same text if the runtime can resolve it itself; `undefined` if no request
 * can be sent to it.
 * @param {string} url
 */
export function addressOf(url) {
  const { document, location, origin } = host;
  if (parsed(url, document?.baseURI ?? location?.href)) return url;
  // The address of a worker from a `blob:` URL cannot be a base of other URLs. Its origin is that of the page.
  return parsed(url, origin)?.href;
}

/** @param {string} url @param {string | undefined} base */
function parsed(url, base) {
  try {
    return new URL(url, base);
  } catch {
    return undefined;
  }
}
