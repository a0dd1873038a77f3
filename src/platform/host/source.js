import { HostFailure, check, unreadable } from './failure.js';
import { DiskFile } from './server.js';
import { Patience } from './time.js';

/**
 * The bytes of a file, wherever they are: a `Blob` or `File`, a file of the disk, bytes in memory, or a
 * stream, which can be read once.
 */
export class Source {
  /**
   * @param {Blob | import('./disk.js').DiskFile | Uint8Array | ReadableStream} content
   * @param {number | undefined} length how many bytes, where that is known
   * @param {string} [filename]
   */
  constructor(content, length, filename) {
    this.content = content;
    this.length = length;
    this.filename = filename;
    /** Whether it can be read but once. */
    this.isStream = isStream(content);
  }

  /** How many bytes are there now: fewer where they were transferred away. */
  get size() {
    return this.content instanceof Uint8Array ? this.content.byteLength : this.length;
  }

  /** The content as a `Blob`; bytes are copied into one. @returns {Promise<Blob>} */
  async blob() {
    const { content } = this;
    if (this.isStream) throw unreadable();
    try {
      if ('chunks' in content) return await content.blob();
      if (!(content instanceof Uint8Array)) return /** @type {Blob} */ (content);
      return new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (content)]);
    } catch (cause) {
      throw unreadable(cause);
    }
  }
}

/**
 * Takes whatever JavaScript calls a file: a `Blob`, `File`, `ArrayBuffer`, view of one,
 * `ReadableStream`, `Request`, `Response`, or `file:` URL.
 * @param {any} value
 * @param {number | undefined} length what the caller knows of the length of a stream
 * @param {AbortSignal | undefined} signal
 */
export async function open(value, length, signal) {
  check(signal);
  if (length !== undefined && !(Number.isInteger(length) && length >= 0)) {
    throw new HostFailure('invalid-input', 'contentLength has to be a whole number of bytes');
  }
  try {
    return await opened(value, length, signal);
  } catch (cause) {
    // A getter of the user's threw.
    throw cause instanceof HostFailure ? cause : noFile(cause);
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
async function opened(value, length, signal) {
  const bytes = bytesOf(value);
  if (bytes) return new Source(bytes, bytes.byteLength);
  if (isBlob(value)) return ofBlob(value);
  if (isStream(value)) return ofStream(value, length);
  if (has(value, ['arrayBuffer', 'blob']) && value.headers) return ofMessage(value, length, signal);
  if (value?.protocol === 'file:') return ofFileUrl(value, signal);
  throw noFile();
}

/**
 * The same, with a stream collected into a Blob, which a browser keeps on disk when it is large. An
 * abort lets go of the stream.
 * @param {Source} source
 * @param {AbortSignal | undefined} signal
 */
export async function collected(source, signal) {
  const stream = /** @type {ReadableStream} */ (source.content);
  return awaitedBlob((patience) => {
    const through = stream.pipeThrough(new TransformStream(), { signal });
    return patience.for(new Response(through).blob());
  }, signal);
}

/**
 * The bytes, encoded, as `content-encoding` has it.
 * @param {Source} source
 * @param {'gzip' | 'base64'} encoding
 * @param {AbortSignal | undefined} signal
 */
export async function encoded(source, encoding, signal) {
  const blob = await source.blob();
  if (encoding === 'base64') return awaitedBlob((patience) => base64(blob, patience), signal);
  if (typeof CompressionStream === 'undefined') {
    throw new HostFailure(
      'unsupported',
      'this runtime cannot compress: there is no CompressionStream',
    );
  }
  return awaitedBlob((patience) => {
    const gzip = new CompressionStream('gzip');
    return patience.for(new Response(blob.stream().pipeThrough(gzip)).blob());
  }, signal);
}

/** Multiples of three bytes, so that the parts need no padding between them. */
const BASE64_PART = 3 << 13;
const BASE64_SLICE = 3 << 20;

/**
 * @param {Blob} blob
 * @param {Patience} patience
 */
async function base64(blob, patience) {
  const parts = [];
  for (let start = 0; start < blob.size; start += BASE64_SLICE) {
    const end = Math.min(start + BASE64_SLICE, blob.size);
    const bytes = new Uint8Array(await patience.for(blob.slice(start, end).arrayBuffer()));
    if (bytes.length !== end - start) throw unreadable();
    for (let part = 0; part < bytes.length; part += BASE64_PART) {
      parts.push(btoa(String.fromCharCode(...bytes.subarray(part, part + BASE64_PART))));
    }
  }
  return new Blob(parts);
}

/** The name of a file, where it has one. @param {any} value @returns {string | undefined} */
export function fileName(value) {
  try {
    let name = value.name;
    if (typeof value.pathname === 'string' && value.protocol) {
      name = value.pathname.slice(value.pathname.lastIndexOf('/') + 1);
      name = decoded(name);
    }
    return typeof name === 'string' && name ? name : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The bytes of an `ArrayBuffer`, `SharedArrayBuffer` or view of one; none of one that was
 * transferred away.
 * @param {any} value
 */
export function bytesOf(value) {
  try {
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    // Of another realm it is no `instanceof` this one.
    const name = value?.constructor?.name;
    if (name === 'ArrayBuffer' || name === 'SharedArrayBuffer') return new Uint8Array(value);
  } catch {
    // Not bytes that anybody could read.
  }
  return undefined;
}

/**
 * By what it can do, as one of another realm or implementation is no `instanceof` this one.
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
  // No length is NaN, as some objects in a bucket have it: nothing would be read of them.
  const { size } = value ?? {};
  return typeof size === 'number' && size >= 0 && has(value, ['slice', 'arrayBuffer', 'stream']);
}

/** @param {Blob} blob */
function ofBlob(blob) {
  return new Source(blob, blob.size, fileName(blob));
}

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
  // A browser whose Request does not show its body.
  if (body === undefined) return awaitedBlob((patience) => patience.for(message.blob()), signal);
  if (body === null) return new Source(new Uint8Array(), 0);
  const stated = headers.get('content-length');
  // The length of encoded bytes is not that of the body, which arrives decoded.
  const isPlain = stated && /^\d+$/.test(stated) && !headers.has('content-encoding');
  return ofStream(body, length ?? (isPlain ? Number(stated) : undefined));
}

/** @param {URL} url @param {AbortSignal | undefined} signal */
async function ofFileUrl(url, signal) {
  const patience = new Patience(signal);
  try {
    const file = await patience.for(DiskFile.of(url));
    return new Source(file, file.size, fileName(url));
  } catch (cause) {
    throw cause instanceof HostFailure ? cause : unreadable(cause);
  } finally {
    patience.end();
  }
}

/**
 * @param {(patience: Patience) => Promise<Blob>} make waits by the patience only
 * @param {AbortSignal | undefined} signal
 */
async function awaitedBlob(make, signal) {
  const patience = new Patience(signal);
  try {
    return ofBlob(await make(patience));
  } catch (cause) {
    throw cause instanceof HostFailure ? cause : unreadable(cause);
  } finally {
    patience.end();
  }
}
