import { turn } from './clock.js';
import { HostFailure, readFailure, unreadable } from './failure.js';
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
/** A stream is read in chunks of this size. After so many of them, others have their turn. */
const STREAM_CHUNK = 1 << 20;
const CHUNKS_PER_TURN = 8;
/** workerd fills a buffer of this size. A reader without a buffer gets 4 KiB at a time. */
const READ_BUFFER = 64 << 10;

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
  return blobChunks(/** @type {Blob} */ (content), length, isReused);
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
 * A stream of chunks, each read when it is asked for.
 * @param {Chunks} chunks
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function pulled({ next, cancel }) {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const chunk = await next();
          if (chunk) return controller.enqueue(/** @type {Uint8Array<ArrayBuffer>} */ (chunk));
        } catch (cause) {
          cancel(cause);
          throw cause;
        }
        cancel();
        controller.close();
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
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
 * The chunks of a Blob. They are all its bytes, or else reading fails.
 * @param {Blob} blob
 * @param {number} size that it had when it was taken, and that is sent
 * @param {boolean} isReused whether the memory of a chunk may be used again, or the chunk is kept
 * @returns {Chunks}
 */
function blobChunks(blob, size, isReused) {
  if (!isSizeTrusted(blob, size) && hasStream(blob)) return wholeStreamChunks(blob, size, isReused);
  return (isReused && pipeChunks(blob, size)) || sliceChunks(blob, size);
}

/**
 * Whether a Blob has as many bytes as its size says. If not, only its stream tells: slices end at the size. Node's
 * `fs.openAsBlob` counts in 32 bits, a slice of a `Bun.file` may guess, and other implementations may do anything.
 * @param {Blob} blob
 * @param {number} size
 */
export function isSizeTrusted(blob, size) {
  return ['browser', 'deno'].includes(runtime()) && nativeSize(blob) === size;
}

/** Whether it is a Blob of this runtime's. @param {Blob} blob */
const isNative = (blob) => nativeSize(blob) !== undefined;

/** The size by the runtime's own getter, which does not hear of a property in front of it. @param {Blob} blob */
function nativeSize(blob) {
  try {
    return Object.getOwnPropertyDescriptor(Blob.prototype, 'size')?.get?.call(blob);
  } catch {
    // It is of another implementation.
    return undefined;
  }
}

/** Those that were read to their end, and have as many bytes as they say. @type {WeakSet<Blob>} */
const whole = new WeakSet();

/**
 * The same as a Blob of this runtime that has as many bytes as its size says, for what sends it by itself.
 * @param {Blob} blob
 * @param {number} size
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function wholeBlob(blob, size, guard) {
  // Those of Workers are in memory.
  const isTrusted = runtime() === 'workerd' ? nativeSize(blob) === size : isSizeTrusted(blob, size);
  if (isTrusted || whole.has(blob)) return blob;
  // What is no Blob of the runtime's own would be sent as its name.
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

/**
 * Whether it can be read what has the size of a Blob. In jsdom before 27 a Blob has neither method, but its page a
 * FileReader.
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
 * The fastest way in a browser's worker: the browser fills the pipe while a chunk is hashed. In a page it gains
 * nothing, and WebKit has no BYOB reader of a Blob.
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
  // Node's is faster without.
  const byobReader = runtime() === 'node' ? undefined : byobReaderOf(stream);
  return readerChunks(blob, stream, byobReader, size, isReused);
}

/** @param {ReadableStream} stream */
function byobReaderOf(stream) {
  try {
    return stream.getReader({ mode: 'byob' });
  } catch {
    // Those of Bun and WebKit are no byte streams.
    return undefined;
  }
}

/** Chromium collects a stream to which only its reader refers; a read then never settles. */
const held = new Set();

/**
 * @param {Blob} blob
 * @param {ReadableStream} stream
 * @param {ReadableStreamBYOBReader | undefined} byobReader where it has one
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

  // What is not the runtime's own is not asked for more than is wanted.
  const readsAhead = !byobReader && isNative(blob);
  /** @type {Promise<ReadableStreamReadResult<any>> | undefined} */
  let ahead;

  function readNext() {
    const reading = /** @type {ReadableStreamDefaultReader} */ (reader).read();
    // If it fails after the caller has stopped, nobody listens: it must not count as unhandled.
    reading.catch(() => {});
    return reading;
  }

  function read() {
    if (!byobReader) {
      const reading = ahead ?? readNext();
      ahead = readsAhead ? readNext() : undefined;
      return reading;
    }
    // The last one is kept, or was transferred to the other worker. A new one has room for a byte too many.
    if (!isReused || !buffer?.byteLength) {
      buffer = new ArrayBuffer(Math.min(STREAM_CHUNK, size + 1));
    }
    return byobReader.read(new Uint8Array(buffer));
  }

  /** What was read and not given yet: a Blob in memory may come as one. */
  let rest = new Uint8Array();
  return {
    async next() {
      // A full pipe answers at once, and would keep the thread busy.
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

/**
 * Whether it is a Uint8Array. Not by `instanceof`: in a page of a test runner it may be Node's.
 * @param {any} value
 * @returns {value is Uint8Array}
 */
const isBytes = (value) =>
  ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';

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
      if (!isBytes(value)) {
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
