import { isReadable, wholeBlob } from './blob-chunks.js';
import { HostFailure, readFailure, throwIfAborted, unreadable } from './failure.js';
import { StallGuard } from './stall-guard.js';

/**
 * The bytes of a file, wherever they are: a `Blob` or `File`, a file on disk, bytes in memory, or a stream, which can be
 * read once.
 */
export class Source {
  /**
   * @param {Blob | import('./disk.js').DiskFile | Uint8Array | ReadableStream} content
   * @param {number | undefined} length in bytes, if it is known
   * @param {string} [filename]
   */
  constructor(content, length, filename) {
    this.content = content;
    this.length = length;
    this.filename = filename;
    /** Whether it can be read only once. */
    this.isStream = isStream(content);
  }

  /** The current size in bytes: 0 if the memory was transferred since. */
  get size() {
    return this.content instanceof Uint8Array ? this.content.byteLength : this.length;
  }

  /**
   * The content as a `Blob`; bytes are copied into one.
   * @param {StallGuard} guard
   * @returns {Promise<Blob>}
   */
  async blob(guard) {
    const { content } = this;
    if (this.isStream) throw unreadable();
    try {
      if ('chunks' in content) return await guard.race(content.blob());
      if (content instanceof Uint8Array) {
        return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (content)]);
      }
      return await wholeBlob(
        /** @type {Blob} */ (content),
        /** @type {number} */ (this.length),
        guard,
      );
    } catch (cause) {
      throw readFailure(cause);
    }
  }
}

/**
 * Opens anything that JavaScript uses as a file: a `Blob`, `File`, `ArrayBuffer`, a view of one, a `ReadableStream`,
 * `Request` or `Response`.
 * @param {any} value
 * @param {number | undefined} length of a stream, if the caller knows it
 * @param {AbortSignal | undefined} signal
 * @returns {Source | Promise<Source>} synchronously if nothing has to be awaited
 */
export function open(value, length, signal) {
  try {
    throwIfAborted(signal);
    if (length !== undefined && !(Number.isInteger(length) && length >= 0)) {
      throw new HostFailure('invalid-input', 'contentLength has to be a whole number of bytes');
    }
    return opened(value, length, signal);
  } catch (cause) {
    // A getter of the user's threw.
    return Promise.reject(cause instanceof HostFailure ? cause : noFile(cause));
  }
}

/** @param {unknown} [cause] */
const noFile = (cause) =>
  new HostFailure(
    'invalid-input',
    'the file has to be a Blob, File, ArrayBuffer, typed array, ReadableStream, Request, Response or file: URL',
    cause,
  );

/**
 * @param {any} value
 * @param {number | undefined} length
 * @param {AbortSignal | undefined} signal
 */
function opened(value, length, signal) {
  const bytes = bytesOf(value);
  if (bytes) return new Source(bytes, bytes.byteLength);
  if (isBlob(value)) return value.size > 0 ? ofBlob(value) : emptyBlobSource(value, signal);
  if (isStream(value)) return ofStream(value, length);
  if (has(value, ['arrayBuffer', 'blob']) && value.headers) return ofMessage(value, length, signal);
  throw noFile();
}

/**
 * The name of a file, if it has one. Of a path, as in a `file:` URL or a `Bun.file`, only the last part: the folders of a
 * server are private.
 * @param {any} value
 * @returns {string | undefined}
 */
export function fileName(value) {
  try {
    const isUrl = typeof value.pathname === 'string' && value.protocol;
    const path = isUrl ? value.pathname : value.name;
    if (typeof path !== 'string') return undefined;
    const name = path.split(isWindowsPath(path) ? /[\\/]/ : '/').findLast(Boolean);
    return name && isUrl ? decoded(name) : name;
  } catch {
    return undefined;
  }
}

/** In other paths, a backslash may be part of a name. @param {string} path */
const isWindowsPath = (path) => /^(?:[a-z]:)?\\/i.test(path);

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The bytes of an `ArrayBuffer`, a `SharedArrayBuffer` or a view of one; `undefined` if it was transferred.
 * @param {any} value
 */
export function bytesOf(value) {
  try {
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    // Not by `instanceof`: it may be from another realm.
    const name = value?.constructor?.name;
    if (name === 'ArrayBuffer' || name === 'SharedArrayBuffer') return new Uint8Array(value);
  } catch {
    // The value cannot be read.
  }
  return undefined;
}

/**
 * Whether a value has these methods. Not by `instanceof`: it may be from another realm or implementation.
 * @param {any} value
 * @param {string[]} methods
 */
function has(value, methods) {
  return (
    typeof value === 'object' &&
    value !== null &&
    methods.every((name) => typeof value[name] === 'function')
  );
}

/** @param {any} value @returns {value is ReadableStream} */
function isStream(value) {
  return has(value, ['getReader', 'pipeThrough']);
}

/** @param {any} value */
function isBlob(value) {
  // Some buckets return objects whose size is NaN, of which nothing would be read. A `Bun.file` may have an infinite size.
  return Number.isInteger(value?.size) && value.size >= 0 && isReadable(value);
}

/** @param {Blob} blob */
function ofBlob(blob) {
  return new Source(blob, blob.size, fileName(blob));
}

/** A Blob whose size is 0. It may have bytes nevertheless. @param {Blob} blob @param {AbortSignal | undefined} signal */
const emptyBlobSource = (blob, signal) => blobSource((guard) => wholeBlob(blob, 0, guard), signal);

/** @param {ReadableStream} stream @param {number | undefined} length */
function ofStream(stream, length) {
  if (stream.locked) {
    throw new HostFailure('invalid-input', 'the stream is locked: somebody reads it already');
  }
  return new Source(stream, length);
}

/**
 * @param {Request | Response} message
 * @param {number | undefined} length
 * @param {AbortSignal | undefined} signal
 */
function ofMessage(message, length, signal) {
  if (message.bodyUsed) throw new HostFailure('invalid-input', 'the body was read already');
  const { body, headers } = message;
  // Firefox has no Request.body.
  if (body === undefined) return blobSource((guard) => guard.race(message.blob()), signal);
  if (body === null) return new Source(new Uint8Array(), 0);
  const stated = headers.get('content-length');
  // The length of encoded bytes is not that of the body, which arrives decoded.
  const isPlain = stated && /^\d+$/.test(stated) && !headers.has('content-encoding');
  return ofStream(body, length ?? (isPlain ? Number(stated) : undefined));
}

/**
 * A file whose Blob is created asynchronously.
 * @param {(guard: StallGuard) => Promise<Blob>} make awaits everything through the guard
 * @param {AbortSignal | undefined} signal
 */
export async function blobSource(make, signal) {
  const guard = new StallGuard(signal);
  try {
    return ofBlob(await make(guard));
  } catch (cause) {
    throw readFailure(cause);
  } finally {
    guard.dispose();
  }
}
