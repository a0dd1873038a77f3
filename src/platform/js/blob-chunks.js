import { turn } from './clock.js';
import { HostFailure, unreadable } from './failure.js';
import { drain } from './read-chunks.js';
import { runtime } from './runtime.js';

/** @typedef {import('./chunks.js').Chunks} Chunks */

/** Reading a slice of a Blob takes Chromium some ms, whatever its size, so several are read at once. */
const SLICE = 1 << 20;
const SLICES_AHEAD = 4;
/** A stream is read in chunks of this size. After `CHUNKS_PER_TURN` of them, the event loop gets a turn. */
const STREAM_CHUNK = 1 << 20;
const CHUNKS_PER_TURN = 8;

/**
 * The chunks of a Blob: all its bytes, or reading fails.
 * @param {Blob} blob
 * @param {number} size when the file was opened, which is sent as the length
 * @param {boolean} isReused whether the memory of a chunk may be reused; `false` if the caller keeps chunks
 * @returns {Chunks}
 */
export function blobChunks(blob, size, isReused) {
  if (!isSizeTrusted(blob, size) && hasStream(blob)) return wholeStreamChunks(blob, size, isReused);
  return (isReused && pipeChunks(blob, size)) || sliceChunks(blob, size);
}

/**
 * Whether the `size` of a Blob is reliable. If not, only its stream shows how many bytes there are: slices end at
 * the size. Node's `fs.openAsBlob` counts in 32 bits, the size of a slice of a `Bun.file` may be a guess, and other
 * implementations may do anything.
 * @param {Blob} blob
 * @param {number} size
 */
export function isSizeTrusted(blob, size) {
  return ['browser', 'deno'].includes(runtime()) && nativeSize(blob) === size;
}

/** Whether it is a Blob of the runtime's own. @param {Blob} blob */
const isNative = (blob) => nativeSize(blob) !== undefined;

/** The size by the runtime's own getter, which an overriding property does not affect. @param {Blob} blob */
function nativeSize(blob) {
  try {
    return Object.getOwnPropertyDescriptor(Blob.prototype, 'size')?.get?.call(blob);
  } catch {
    // The Blob is from another implementation.
    return undefined;
  }
}

/** Blobs that were read to the end and had as many bytes as their `size`. @type {WeakSet<Blob>} */
const whole = new WeakSet();

/**
 * A Blob of the runtime's own with the same bytes, as many as its `size`. For the functions of the runtime that send a Blob.
 * @param {Blob} blob
 * @param {number} size
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function wholeBlob(blob, size, guard) {
  // Blobs of Workers are in memory.
  const isTrusted = runtime() === 'workerd' ? nativeSize(blob) === size : isSizeTrusted(blob, size);
  if (isTrusted || whole.has(blob)) return blob;
  // The runtime would turn a Blob of another implementation into a string, and send that.
  const parts = isNative(blob) ? undefined : /** @type {BlobPart[]} */ ([]);
  const take = (/** @type {Uint8Array} */ chunk) => {
    guard.touch();
    parts?.push(/** @type {Uint8Array<ArrayBuffer>} */ (chunk));
  };
  const chunks = hasStream(blob) ? wholeStreamChunks(blob, size, !parts) : sliceChunks(blob, size);
  await drain(chunks, take, guard);
  return parts ? new Blob(parts) : blob;
}

/** @param {number} size */
const misstatedSize = (size) =>
  new HostFailure(
    'invalid-input',
    `the Blob does not have the ${size} bytes that its size states: it was changed since it was chosen, or its size is wrong, ` +
      'as with fs.openAsBlob in Node from 4 GiB on (give a file: URL instead) and with a slice of a Bun.file whose size was not ' +
      'read before',
  );

/**
 * @param {Blob} blob
 * @param {number} size
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
        const slice = bytesOfBlob(part);
        // If it fails after the caller has stopped, the rejection must not count as unhandled.
        slice.catch(() => {});
        ahead.push(slice);
      }
      if (given >= size) return undefined;
      // A Blob in memory is read at once, which would block the page.
      if (given > 0) await turn();
      const bytes = new Uint8Array(await /** @type {Promise<ArrayBuffer>} */ (ahead.shift()));
      if (bytes.length !== Math.min(SLICE, size - given)) throw unreadable();
      given += bytes.length;
      return bytes;
    },
    cancel() {},
  };
}

/**
 * Whether a value with the size of a Blob can be read. Before version 27, jsdom's Blob has neither method, but its page
 * has a FileReader.
 * @param {any} blob
 */
export const isReadable = (blob) =>
  typeof blob.slice === 'function' &&
  (hasStream(blob)
    ? typeof blob.arrayBuffer === 'function'
    : typeof FileReader === 'function' && typeof blob.type === 'string');

/** @param {Blob} blob */
const hasStream = (blob) => typeof blob.stream === 'function';

/**
 * All bytes of a Blob.
 * @param {Blob} blob
 * @returns {Promise<ArrayBuffer>}
 */
export function bytesOfBlob(blob) {
  if ('arrayBuffer' in blob) return blob.arrayBuffer();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(/** @type {ArrayBuffer} */ (reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(/** @type {Blob} */ (blob));
  });
}

/**
 * The fastest way in a browser's worker: the browser fills the pipe while a chunk is hashed. In a page it is no faster,
 * and WebKit has no BYOB reader for a Blob.
 * @param {Blob} blob
 * @param {number} size
 */
function pipeChunks(blob, size) {
  if (runtime() !== 'browser' || 'document' in globalThis || size < STREAM_CHUNK) return undefined;
  try {
    const stream = blob.stream();
    const byobReader = byobReaderOf(stream);
    return byobReader && readerChunks(blob, stream, byobReader, size, true);
  } catch {
    return undefined;
  }
}

/**
 * @param {Blob} blob
 * @param {number} size
 * @param {boolean} isReused
 */
function wholeStreamChunks(blob, size, isReused) {
  const stream = blob.stream();
  // Node is faster without a BYOB reader.
  const byobReader = runtime() === 'node' ? undefined : byobReaderOf(stream);
  return readerChunks(blob, stream, byobReader, size, isReused);
}

/** @param {ReadableStream} stream */
function byobReaderOf(stream) {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    // The streams of Blobs in Bun and WebKit are no byte streams.
    return undefined;
  }
}

/** Chromium garbage-collects a stream that only its reader refers to; a pending read then never settles. */
const held = new Set();

/**
 * @param {Blob} blob
 * @param {ReadableStream} stream
 * @param {ReadableStreamBYOBReader | undefined} byobReader if it has one
 * @param {number} size
 * @param {boolean} isReused
 * @returns {Chunks}
 */
function readerChunks(blob, stream, byobReader, size, isReused) {
  const reader = byobReader ?? stream.getReader();
  const hold = [stream, reader];
  held.add(hold);
  /** @type {ArrayBuffer | undefined} */
  let buffer;
  let given = 0;
  let reads = 0;

  // Blobs of other implementations are not read ahead.
  const readsAhead = !byobReader && isNative(blob);
  /** @type {Promise<ReadableStreamReadResult<any>> | undefined} */
  let ahead;

  function readNext() {
    const reading = /** @type {ReadableStreamDefaultReader} */ (reader).read();
    // If it fails after the caller has stopped, the rejection must not count as unhandled.
    reading.catch(() => {});
    return reading;
  }

  function read() {
    if (!byobReader) {
      const reading = ahead ?? readNext();
      ahead = readsAhead ? readNext() : undefined;
      return reading;
    }
    // The last buffer is kept by the caller, or was transferred to a worker. The new one has room for one byte too many.
    if (!isReused || !buffer?.byteLength) {
      buffer = new ArrayBuffer(Math.min(STREAM_CHUNK, size + 1));
    }
    return byobReader.read(new Uint8Array(buffer));
  }

  /** The bytes that were read and not returned yet: a Blob in memory may arrive as one chunk. */
  let rest = new Uint8Array();
  return {
    async next() {
      // A full pipe is read at once, which would block the thread.
      if ((reads += 1) % CHUNKS_PER_TURN === 0) await turn();
      if (rest.length === 0) {
        const { done, value } = await read();
        given += value?.length ?? 0;
        if (done ? given !== size : given > size) throw misstatedSize(size);
        if (done) return void whole.add(blob);
        buffer = value.buffer;
        rest = value;
      }
      const chunk = rest.subarray(0, STREAM_CHUNK);
      rest = rest.subarray(STREAM_CHUNK);
      return chunk;
    },
    cancel() {
      held.delete(hold);
      reader.cancel().catch(() => {});
    },
  };
}
