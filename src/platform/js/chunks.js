import { turn } from './clock.js';
import { readFailure, unreadable } from './failure.js';
import { runtime } from './runtime.js';

/**
 * The bytes of a file, one piece after the other.
 * @typedef {object} Chunks
 * @property {() => Promise<Uint8Array | undefined>} next none at the end. It is good until the next one is asked for
 * @property {(reason?: unknown) => void} cancel for whoever stops, at the end too
 */

/** Of bytes in memory: less than a frame to hash. */
const TURN = 1 << 20;
/** A slice costs Chromium some ms whatever its size: several are read at once. */
const SLICE = 1 << 20;
const SLICES_AHEAD = 4;
/** workerd fills what it is given, and without that gives 4 KiB at a time. */
const FILL = 64 << 10;
/** So many bytes come out of a browser's pipe at once, and so often in a row. */
const PIPE = 1 << 20;
const TURN_EVERY = 8;

/**
 * The chunks of a file, flat in memory.
 * @param {import('./source.js').Source} source
 * @param {boolean} isReused whether the memory of a chunk may be used again, or the chunk is kept
 * @returns {Chunks}
 */
export function chunksOf({ content, length = 0, isStream }, isReused) {
  if (isStream) return streamChunks(/** @type {ReadableStream} */ (content), isReused);
  if (content instanceof Uint8Array) return byteChunks(content, length);
  if ('chunks' in content) return content.chunks(isReused);
  const blob = /** @type {Blob} */ (content);
  return (isReused && pipeChunks(blob, length)) || sliceChunks(blob, length);
}

/**
 * Goes through all of them.
 * @param {Chunks} chunks
 * @param {(chunk: Uint8Array) => unknown} onChunk may answer a promise
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function drain({ next, cancel }, onChunk, guard) {
  try {
    for (let chunk; (chunk = await guard.race(next()));) {
      // Mostly there is nothing to wait for.
      const taking = onChunk(chunk);
      if (taking) await taking;
    }
  } finally {
    cancel();
  }
}

/**
 * Reads the beginning of a file, and fails where it cannot be read.
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
 * Others have their turn between two chunks: an abort, for one, and a page's frames.
 * @param {Uint8Array} bytes
 * @param {number} length
 * @returns {Chunks}
 */
function byteChunks(bytes, length) {
  let start = 0;
  return {
    async next() {
      if (start > 0 && start < length) await turn();
      // Transferred away, or resized.
      if (bytes.byteLength !== length) throw unreadable();
      const chunk = bytes.subarray(start, (start += TURN));
      return chunk.length ? chunk : undefined;
    },
    cancel() {},
  };
}

/**
 * @param {Blob} blob
 * @param {number} size that it had when it was taken, and that is sent
 * @returns {Chunks}
 */
function sliceChunks(blob, size) {
  /** @type {Promise<ArrayBuffer>[]} */
  const ahead = [];
  let asked = 0;
  let given = 0;
  return {
    async next() {
      for (; asked < size && ahead.length < SLICES_AHEAD; asked += SLICE) {
        const part = size > SLICE ? blob.slice(asked, Math.min(asked + SLICE, size)) : blob;
        const slice = part.arrayBuffer();
        // Nobody may be left to hear that it failed.
        slice.catch(() => {});
        ahead.push(slice);
      }
      if (given >= size) return undefined;
      // What is in memory is there at once.
      if (given > 0) await turn();
      const bytes = new Uint8Array(await /** @type {Promise<ArrayBuffer>} */ (ahead.shift()));
      if (bytes.length !== Math.min(SLICE, size - given)) throw unreadable();
      given += bytes.length;
      return bytes;
    },
    cancel() {},
  };
}

/** Chromium lets go of a stream that only its reader refers to, and never answers then. */
const held = new Set();

/**
 * The fastest way in a browser's worker: the file flows into a pipe while a chunk is hashed. In a page it
 * gains nothing; WebKit has no such reader of a Blob.
 * @param {Blob} blob
 * @param {number} size
 * @returns {Chunks | undefined}
 */
function pipeChunks(blob, size) {
  if (runtime() !== 'browser' || 'document' in globalThis || size < PIPE) return undefined;
  try {
    const stream = blob.stream();
    const reader = stream.getReader({ mode: 'byob' });
    const hold = [stream, reader];
    held.add(hold);
    let buffer = new ArrayBuffer(PIPE);
    let given = 0;
    let reads = 0;
    return {
      async next() {
        // What is in the pipe is there at once.
        if ((reads += 1) % TURN_EVERY === 0) await turn();
        // It was passed on.
        if (buffer.byteLength === 0) buffer = new ArrayBuffer(PIPE);
        const { done, value } = await reader.read(new Uint8Array(buffer));
        given += value?.length ?? 0;
        if (done ? given !== size : given > size) throw unreadable();
        if (done) return undefined;
        buffer = value.buffer;
        return value;
      },
      cancel() {
        held.delete(hold);
        reader.cancel().catch(() => {});
      },
    };
  } catch {
    return undefined;
  }
}

/**
 * @param {ReadableStream} stream
 * @param {boolean} isReused as above
 * @returns {Chunks}
 */
export function streamChunks(stream, isReused) {
  /** @type {any} */
  let reader;
  /** @type {ArrayBufferLike | number} */
  let buffer = FILL;
  let isFilling = runtime() === 'workerd';
  try {
    reader = stream.getReader(isFilling ? { mode: 'byob' } : undefined);
  } catch {
    // A stream that is no stream of bytes.
    isFilling = false;
    reader = stream.getReader();
  }
  return {
    async next() {
      // A Uint8Array of this length, or in this memory.
      const view = isFilling ? new Uint8Array(/** @type {any} */ (buffer)) : undefined;
      const { done, value } = await reader.read(view);
      if (done) return undefined;
      if (!(value instanceof Uint8Array)) {
        throw new TypeError('a chunk of the stream is no Uint8Array');
      }
      if (isReused) buffer = value.buffer;
      return value;
    },
    // Whoever feeds a stream that is not read to its end can stop. It rejects where the stream has failed,
    // which its reader was told already.
    cancel(reason) {
      reader
        .cancel(reason)
        .catch(() => {})
        .then(() => reader.releaseLock())
        .catch(() => {});
    },
  };
}
