// @ts-check
import { workersCache } from './workers-cache.js';
import { WorkersSha256 } from './workers-sha256.js';
/** @import { Platform } from '../edge.js' */

/** Cloudflare Workers, the default platform of the handlers. @type {Platform} */
export const workers = {
  sha256: () => new WorkersSha256(),
  fixedLengthStream: (length) => new FixedLengthStream(length),
  // Wrapped: the global fetch throws if it is called as a method of another object.
  fetch: (input, init) => globalThis.fetch(input, init),
  // The runtime states the length of a FixedLengthStream, and ignores this header.
  bodyHeaders: () => [],
  // Cloudflare reads the rest of a body itself.
  drainTimeout: 0,
  reusesBuffers: true,
  holdsBlobs: true,
  isBeforeOrigin: true,
  subrequests: 50,
  cache: workersCache,
  clientAddress: ({ headers }) => headers.get('cf-connecting-ip') ?? undefined,
};

/** Whether this is workerd. */
export const isWorkers = () => typeof FixedLengthStream === 'function';
