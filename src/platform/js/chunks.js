import { turn } from './clock.js';
import { readFailure, unreadable } from './failure.js';
import { runtime } from './runtime.js';

/**
 * Reads a file chunk by chunk.
 * @typedef {object} Chunks
 * @property {() => Promise<Uint8Array | undefined>} next none at the end. It is good until the next one is asked for
 * @property {(reason?: unknown) => void} cancel for whoever stops, at the end too
 */

/** Bytes in memory are hashed in chunks of this size, each in less time than a frame of the page. */
const MEMORY_CHUNK = 1 << 20;
/** A slice of a Blob costs Chromium some ms, whatever its size. Several are read at once. */
const SLICE = 1 << 20;
const SLICES_AHEAD = 4;
/** workerd fills a buffer of this size. A reader without a buffer gets 4 KiB at a time. */
const READ_BUFFER = 64 << 10;
/** A browser's pipe is read in chunks of this size. After so many of them, others have their turn. */
const PIPE_CHUNK = 1 << 20;
const CHUNKS_PER_TURN = 8;

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
 * Reads all chunks to the end.
 * @param {Chunks} chunks
 * @param {(chunk: Uint8Array) => unknown} onChunk may answer a promise
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function drain({ next, cancel }, onChunk, guard) {
  try {
    for (let chunk; (chunk = await guard.race(next()));) {
      // Most hashers take a chunk at once.
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
 * Between two chunks others have their turn: the frames of a page, and whoever aborts.
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
      const chunk = bytes.subarray(start, (start += MEMORY_CHUNK));
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
        // If it fails after the caller has stopped, nobody listens: it must not count as unhandled.
        slice.catch(() => {});
        ahead.push(slice);
      }
      if (given >= size) return undefined;
      // A Blob in memory answers at once, and would keep the page busy.
      if (given > 0) await turn();
      const bytes = new Uint8Array(await /** @type {Promise<ArrayBuffer>} */ (ahead.shift()));
      if (bytes.length !== Math.min(SLICE, size - given)) throw unreadable();
      given += bytes.length;
      return bytes;
    },
    cancel() {},
  };
}

/** Chromium collects a stream to which only its reader refers; a read then never settles. */
const held = new Set();

/**
 * The fastest way in a browser's worker: the browser fills the pipe while a chunk is hashed. In a page it gains
 * nothing, and WebKit has no BYOB reader of a Blob.
 * @param {Blob} blob
 * @param {number} size
 * @returns {Chunks | undefined}
 */
function pipeChunks(blob, size) {
  if (runtime() !== 'browser' || 'document' in globalThis || size < PIPE_CHUNK) return undefined;
  try {
    const stream = blob.stream();
    const reader = stream.getReader({ mode: 'byob' });
    const hold = [stream, reader];
    held.add(hold);
    let buffer = new ArrayBuffer(PIPE_CHUNK);
    let given = 0;
    let reads = 0;
    return {
      async next() {
        // A full pipe answers at once, and would keep the worker busy.
        if ((reads += 1) % CHUNKS_PER_TURN === 0) await turn();
        // The last chunk was transferred to the other worker.
        if (buffer.byteLength === 0) buffer = new ArrayBuffer(PIPE_CHUNK);
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
      // Of this length at first, then in the same memory.
      const view = isFilling ? new Uint8Array(/** @type {any} */ (buffer)) : undefined;
      const { done, value } = await reader.read(view);
      if (done) return undefined;
      if (!(value instanceof Uint8Array)) {
        throw new TypeError('a chunk of the stream is no Uint8Array');
      }
      if (isReused) buffer = value.buffer;
      return value;
    },
    // Tells the source of a stream that the rest is not wanted. It rejects where the stream has failed, which the
    // reader knows already.
    cancel(reason) {
      reader
        .cancel(reason)
        .catch(() => {})
        .then(() => reader.releaseLock())
        .catch(() => {});
    },
  };
}
