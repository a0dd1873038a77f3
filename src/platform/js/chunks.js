import { blobChunks } from './blob-chunks.js';
import { turn } from './clock.js';
import { readFailure, unreadable } from './failure.js';
import { streamChunks } from './stream-chunks.js';

/**
 * Reads a file chunk by chunk.
 * @typedef {object} Chunks
 * @property {() => Promise<Uint8Array | undefined>} next `undefined` at the end. A chunk is valid until the next call
 * @property {(reason?: unknown) => void} cancel has to be called when reading stops, at the end too
 */

/** Bytes in memory are hashed in chunks of this size. Each takes less time than a frame of the page. */
const MEMORY_CHUNK = 1 << 20;

/**
 * The chunks of a file. Only a few are in memory at a time.
 * @param {import('./source.js').Source} source
 * @param {boolean} isReused whether the memory of a chunk may be reused; `false` if the caller keeps chunks
 * @returns {Chunks}
 */
export function chunksOf({ content, length = 0, isStream }, isReused) {
  if (isStream) return streamChunks(/** @type {ReadableStream} */ (content), isReused);
  if (content instanceof Uint8Array) return byteChunks(content, length);
  if ('chunks' in content) return content.chunks(isReused);
  return blobChunks(/** @type {Blob} */ (content), length, isReused);
}

/**
 * Reads the beginning of a file, and fails if it cannot be read.
 * @param {import('./source.js').Source} source
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function probe(source, guard) {
  if (source.isStream || source.content instanceof Uint8Array) return;
  const { next, cancel } = chunksOf(source, false);
  try {
    await guard.race(next());
  } catch (cause) {
    throw readFailure(cause);
  } finally {
    cancel();
  }
}

/**
 * Yields to the event loop between two chunks, so that a page can draw and the caller can abort.
 * @param {Uint8Array} bytes
 * @param {number} length
 * @returns {Chunks}
 */
function byteChunks(bytes, length) {
  let start = 0;
  return {
    async next() {
      if (start > 0 && start < length) await turn();
      // The buffer was transferred or resized.
      if (bytes.byteLength !== length) throw unreadable();
      const chunk = bytes.subarray(start, (start += MEMORY_CHUNK));
      return chunk.length ? chunk : undefined;
    },
    cancel() {},
  };
}
