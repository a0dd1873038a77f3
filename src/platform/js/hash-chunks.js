import { chunksOf } from './chunks.js';
import { readFailure } from './failure.js';
import { drain } from './read-chunks.js';
import { readSmall } from './small-blobs.js';

/**
 * Hashes the chunks of a file. A chunk must not change before the promise of `write` has settled.
 * @typedef {object} ChunkHasher
 * @property {(chunk: Uint8Array) => Promise<unknown> | void} write
 * @property {() => Promise<Record<string, string>> | Record<string, string> | undefined} end the hashes in hexadecimal
 *   by the names of their algorithms; `undefined` if the module's own hasher has them
 */

/** Bytes that are passed to the module's own hasher at once: it counts them in 32 bits. */
const MAX_BYTES = 1 << 30;

/**
 * The module's own hasher.
 * @param {(chunk: Uint8Array) => void} update
 * @returns {ChunkHasher}
 */
export const moduleHasher = (update) => ({
  write(chunk) {
    // Not by `subarray`, which a subclass of the user's may override.
    for (let start = 0; start < chunk.length; start += MAX_BYTES) {
      const { buffer, byteOffset, length } = chunk;
      update(new Uint8Array(buffer, byteOffset + start, Math.min(MAX_BYTES, length - start)));
    }
  },
  end: () => undefined,
});

/**
 * Reads and hashes a whole file.
 * @param {import('./source.js').Source} source
 * @param {ChunkHasher} hasher
 * @param {(bytes: number) => void} onRead is called with the bytes read so far
 * @param {import('./stall-guard.js').StallGuard} guard
 * @returns {Promise<{ length: number, hashes: Record<string, string> | undefined }>} the bytes of the file, and what
 *   `hasher.end` returned
 */
export async function hashChunks(source, hasher, onRead, guard) {
  let read = 0;
  const take = (/** @type {Uint8Array} */ chunk) => {
    const writing = hasher.write(chunk);
    onRead((read += chunk.length));
    return writing;
  };
  try {
    const small = readSmall(source, guard);
    if (small) await take(await guard.race(small));
    else await drain(chunksOf(source, true), take, guard);
    return { length: read, hashes: await endHashing(hasher, guard) };
  } catch (cause) {
    throw readFailure(cause);
  }
}

/**
 * Returns the hashes after the last chunk.
 * @param {ChunkHasher} hasher
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function endHashing(hasher, guard) {
  const ending = hasher.end();
  // Most hashers return them at once.
  return ending instanceof Promise ? guard.race(ending) : ending;
}
