import { bytesOfBlob } from './blob-chunks.js';
import { readFailure, unreadable } from './failure.js';
import { readSmall } from './small-blobs.js';

const host = /** @type {any} */ (globalThis);

/** The algorithms by the names that Web Crypto uses. @type {Record<string, string>} */
export const NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };

/** The maximum that all calls together may hold in memory for Web Crypto: 64 MiB. */
const MAX_BYTES = 64 << 20;
/** The module hashes smaller files before Web Crypto would even start. */
const MIN_BYTES = 4 << 10;
let reserved = 0;

/**
 * Whether Web Crypto is the fastest engine. It takes all bytes at once, and has no MD5.
 * @param {string[]} algorithms
 * @param {number} length
 */
export const suits = (algorithms, length) =>
  !!host.crypto?.subtle &&
  !algorithms.includes('md5') &&
  length >= MIN_BYTES &&
  length <= MAX_BYTES - reserved;

/** Reserves the memory of a file, or releases it by a negative number. @param {number} bytes */
export function reserve(bytes) {
  reserved += bytes;
}

/**
 * The hashes by Web Crypto. Chromium computes them on the calling thread.
 * @param {import('./source.js').Source} source
 * @param {string[]} algorithms
 * @param {{ isOver: boolean }} [guard] once it is over, nothing more is read
 * @returns {Promise<Record<string, string> | undefined>} `undefined` if Web Crypto lacks one of them
 */
export async function hashAtOnce(source, algorithms, guard) {
  const { content, length = 0, isStream } = source;
  if (isStream) return undefined;
  const bytes = content instanceof Uint8Array ? content : await read(source, guard);
  if (bytes.byteLength !== length) throw unreadable();
  try {
    return await hashesOf(bytes, algorithms);
  } catch {
    // MD5, shared memory, or an insecure context.
    return undefined;
  }
}

/**
 * @param {BufferSource} bytes
 * @param {string[]} algorithms that Web Crypto has
 * @returns {Promise<Record<string, string>>} by their names
 */
export async function hashesOf(bytes, algorithms) {
  const digests = algorithms.map((name) => host.crypto.subtle.digest(NAMES[name], bytes));
  return named(algorithms, (await Promise.all(digests)).map(hex));
}

/** @param {import('./source.js').Source} source @param {{ isOver: boolean }} [guard] */
async function read(source, guard) {
  try {
    const small = readSmall(source, guard);
    if (small) return await small;
    const blob = /** @type {Blob} */ (source.content);
    // The fastest way in a worker, which may block.
    const { FileReaderSync } = host;
    return FileReaderSync ? new FileReaderSync().readAsArrayBuffer(blob) : await bytesOfBlob(blob);
  } catch (cause) {
    throw readFailure(cause);
  }
}

/**
 * The hashes by their names.
 * @param {string[]} algorithms
 * @param {string[]} hashes in their order
 * @returns {Record<string, string>}
 */
export const named = (algorithms, hashes) =>
  Object.fromEntries(algorithms.map((name, index) => [name, hashes[index] ?? '']));

/** @param {ArrayBuffer} bytes */
export function hex(bytes) {
  const array = /** @type {any} */ (new Uint8Array(bytes));
  if (array.toHex) return array.toHex();
  let digits = '';
  for (const byte of array) digits += (byte >> 4).toString(16) + (byte & 15).toString(16);
  return digits;
}
