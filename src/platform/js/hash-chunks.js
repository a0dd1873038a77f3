import { chunksOf, drain } from './chunks.js';
import { readFailure } from './failure.js';
import { readSmall } from './small-blobs.js';

/**
 * What takes the chunks of a file. Before what `write` answers has settled, the chunk has to be left alone.
 * @typedef {object} ChunkHasher
 * @property {(chunk: Uint8Array) => Promise<unknown> | void} write
 * @property {() => Promise<Record<string, string>> | Record<string, string> | undefined} end the hashes in hexadecimal
 *   by the names of their algorithms; none where it is the module's own hasher that has them
 */

/** Bytes that the module's own hasher takes at once: more cannot be counted in 32 bits. */
const MAX_BYTES = 1 << 30;

/**
 * The module's own hasher.
 * @param {(chunk: Uint8Array) => void} update
 * @returns {ChunkHasher}
 */
export const moduleHasher = (update) => ({
  write(chunk) {
    // One of a class of the user's may do anything.
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
 * @param {(bytes: number) => void} onRead so many bytes were read by now
 * @param {import('./stall-guard.js').StallGuard} guard
 * @returns {Promise<{ length: number, hashes: Record<string, string> | undefined }>} how many bytes it had, and what
 *   the hasher has found
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
 * The hashes, when nothing more comes.
 * @param {ChunkHasher} hasher
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function endHashing(hasher, guard) {
  const ending = hasher.end();
  // Mostly there is nothing to wait for.
  return ending instanceof Promise ? guard.race(ending) : ending;
}
