import { HostFailure, check, unreadable } from './failure.js';
import { runtime } from './runtime.js';
import { Patience } from './time.js';

/** A slice costs Chromium some ms whatever its size, and 4 MiB take less than a frame to hash. */
const SLICE = 4 << 20;
/** workerd fills what it is given, and without that gives 4 KiB at a time. */
const CHUNK = 64 << 10;

/**
 * Reads a file to its end, flat in memory. Then it is known how long a stream was.
 * @param {import('./source.js').Source} source
 * @param {(bytes: Uint8Array) => void} onBytes
 * @param {AbortSignal | undefined} signal
 */
export async function read(source, onBytes, signal) {
  const patience = new Patience(signal);
  try {
    const { content } = source;
    if (content instanceof Uint8Array) await readBytes(content, source.length, onBytes, signal);
    else if (source.isStream) {
      let length = 0;
      const onChunk = (/** @type {Uint8Array} */ bytes) => {
        length += bytes.length;
        onBytes(bytes);
      };
      await readStream(/** @type {ReadableStream} */ (content), onChunk, patience);
      source.length = length;
    } else await readBlob(/** @type {Blob} */ (content), source.length, onBytes, patience);
  } catch (cause) {
    throw cause instanceof HostFailure ? cause : unreadable(cause);
  } finally {
    patience.end();
  }
}

/**
 * The next slice is being read while one is hashed.
 * @param {Blob} blob
 * @param {number | undefined} size that it had when it was taken, and that is sent
 * @param {(bytes: Uint8Array) => void} onBytes
 * @param {Patience} patience
 */
async function readBlob(blob, size = 0, onBytes, patience) {
  const slice = (/** @type {number} */ start) => {
    const bytes =
      start < size ? blob.slice(start, Math.min(start + SLICE, size)).arrayBuffer() : undefined;
    // Nobody may be left to hear that it failed.
    bytes?.catch(() => {});
    return bytes;
  };
  let next = slice(0);
  for (let start = 0; next; start += SLICE) {
    const bytes = new Uint8Array(await patience.for(next));
    if (bytes.length !== Math.min(SLICE, size - start)) throw unreadable();
    next = slice(start + SLICE);
    onBytes(bytes);
  }
}

/**
 * Others have their turn between two slices: an abort, for one, and a page's frames.
 * @param {Uint8Array} bytes
 * @param {number | undefined} length
 * @param {(bytes: Uint8Array) => void} onBytes
 * @param {AbortSignal | undefined} signal
 */
async function readBytes(bytes, length = 0, onBytes, signal) {
  for (let start = 0; start < length; start += SLICE) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve));
    check(signal);
    // Transferred away, or resized.
    if (bytes.byteLength !== length) throw unreadable();
    onBytes(bytes.subarray(start, start + SLICE));
  }
}

/**
 * @param {ReadableStream} stream
 * @param {(bytes: Uint8Array) => void} onBytes
 * @param {Patience} patience
 */
export async function readStream(stream, onBytes, patience) {
  const { next, cancel } = chunksOf(stream);
  try {
    for (let chunk; (chunk = await patience.for(next()));) onBytes(chunk);
  } finally {
    cancel();
  }
}

/**
 * The chunks of a stream.
 * @param {ReadableStream} stream
 */
export function chunksOf(stream) {
  /** @type {any} */
  let reader;
  let isFilling = runtime() === 'workerd';
  try {
    reader = stream.getReader(isFilling ? { mode: 'byob' } : undefined);
  } catch {
    // A stream that is no stream of bytes.
    isFilling = false;
    reader = stream.getReader();
  }
  return {
    /** @returns {Promise<Uint8Array | undefined>} none at the end */
    async next() {
      const { done, value } = await reader.read(isFilling ? new Uint8Array(CHUNK) : undefined);
      if (done) return undefined;
      if (!(value instanceof Uint8Array)) {
        throw new TypeError('a chunk of the stream is no Uint8Array');
      }
      return value;
    },
    /**
     * Whoever feeds a stream that is not read to its end can stop. It rejects where the stream has failed,
     * which its reader was told already.
     * @param {unknown} [reason]
     */
    cancel(reason) {
      reader
        .cancel(reason)
        .catch(() => {})
        .then(() => reader.releaseLock())
        .catch(() => {});
    },
  };
}
