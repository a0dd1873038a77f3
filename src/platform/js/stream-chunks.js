import { runtime } from './runtime.js';

/** @typedef {import('./chunks.js').Chunks} Chunks */

/** workerd fills a buffer of this size. A reader without a buffer gets 4 KiB at a time. */
const READ_BUFFER = 64 << 10;

/**
 * Whether it is a Uint8Array. Not by `instanceof`: in a test runner's page it may be Node's.
 * @param {any} value
 * @returns {value is Uint8Array}
 */
const isBytes = (value) =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';

/**
 * @param {ReadableStream} stream
 * @param {boolean} isReused see `chunksOf`
 * @returns {Chunks}
 */
export function streamChunks(stream, isReused) {
  /** @type {any} */
  let reader;
  /** @type {ArrayBufferLike | number} */
  let buffer = READ_BUFFER;
  let isFilling = runtime() === 'workerd';
  try {
    reader = stream.getReader(isFilling ? { mode: 'byob' } : undefined);
  } catch {
    // It is not a byte stream.
    isFilling = false;
    reader = stream.getReader();
  }
  return {
    async next() {
      // Memory of this length at first, then the same memory again.
      const view = isFilling ? new Uint8Array(/** @type {any} */ (buffer)) : undefined;
      const { done, value } = await reader.read(view);
      if (done) return undefined;
      if (!isBytes(value)) {
        throw new TypeError('a chunk of the stream is no Uint8Array');
      }
      if (isReused) buffer = value.buffer;
      return value;
    },
    // Tells the source of the stream that the rest is not needed. `cancel` rejects if the stream has failed, which the
    // caller knows already.
    cancel(reason) {
      reader
        .cancel(reason)
        .catch(() => {})
        .then(() => reader.releaseLock())
        .catch(() => {});
    },
  };
}
