// @ts-check
import { createHash } from 'node:crypto';
import { countedStream } from '../platform/counted-stream.js';
import { httpFetch } from './http-fetch.js';
/** @import { Platform, Sha256 } from '../edge.js' */

/** How long the rest of a refused body is read, ms. */
const DRAIN_TIMEOUT_MS = 30_000;

/** @type {typeof import('../edge-node.js').nodePlatform} */
export function nodePlatform() {
  /** @type {Platform} */
  const platform = {
    sha256: () => new NodeSha256(),
    fixedLengthStream: countedStream,
    fetch: httpFetch,
    bodyHeaders: (length) => [['content-length', String(length)]],
    drainTimeout: DRAIN_TIMEOUT_MS,
    // A chunk may still be queued in a socket when the next one is read.
    reusesBuffers: false,
    isBeforeOrigin: false,
    subrequests: Infinity,
  };
  return Object.freeze(platform);
}

/** @implements {Sha256} */
class NodeSha256 {
  #hash = createHash('sha256');

  /** @param {Uint8Array} bytes */
  write(bytes) {
    this.#hash.update(bytes);
  }

  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
}
