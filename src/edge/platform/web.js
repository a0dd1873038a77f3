// @ts-check
import { createHasher } from 'metadefender-wasm';
import { countedStream } from './counted-stream.js';
/** @import { Platform, Sha256 } from '../edge.js' */

/** How long the rest of a refused body is read, ms. */
const DRAIN_TIMEOUT_MS = 30_000;

/** @type {typeof import('../edge.js').webPlatform} */
export function webPlatform() {
  /** @type {Platform} */
  const platform = {
    sha256: () => new WasmSha256(),
    fixedLengthStream: countedStream,
    fetch: async (input, init) => asDecoded(await globalThis.fetch(input, init)),
    bodyHeaders: (length) => [['content-length', String(length)]],
    drainTimeout: DRAIN_TIMEOUT_MS,
    // A chunk may still be queued in a socket when the next one is read.
    reusesBuffers: false,
    isBeforeOrigin: false,
    subrequests: Infinity,
  };
  return Object.freeze(platform);
}

/**
 * Web Crypto cannot hash incrementally.
 * @implements {Sha256}
 */
class WasmSha256 {
  #hasher = createHasher(['sha256']);

  /** @param {Uint8Array} bytes */
  async write(bytes) {
    (await this.#hasher).update(bytes);
  }

  async digest() {
    const { sha256 } = (await this.#hasher).digest();
    return Uint8Array.from(sha256?.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
  }
}

/**
 * A response without the headers of an encoding that fetch has decoded.
 * @param {Response} response
 */
function asDecoded(response) {
  if (!response.headers.has('content-encoding') || !response.body) return response;
  const { status, statusText, body } = response;
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(body, { status, statusText, headers });
}
