import { unreadable } from './failure.js';

const host = /** @type {any} */ (globalThis);

/** As Web Crypto calls them. @type {Record<string, string>} */
export const NAMES = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };

/** So many bytes may be in memory for Web Crypto, in all calls together: 64 MiB. */
const BUDGET = 64 << 20;
/** Below this many bytes, ours is done before Web Crypto has begun. */
const WORTH = 4 << 10;
let spent = 0;

/**
 * Whether Web Crypto, which wants all bytes at once and knows no MD5, is the faster one, in not too much memory.
 * @param {string[]} algorithms
 * @param {number} length
 */
export const suits = (algorithms, length) =>
  host.crypto?.subtle && !algorithms.includes('md5') && length >= WORTH && length <= BUDGET - spent;

/**
 * Counts the memory of a file as taken while there is work on it.
 * @template T
 * @param {number} length
 * @param {() => Promise<T>} work
 */
export async function holding(length, work) {
  spent += length;
  try {
    return await work();
  } finally {
    spent -= length;
  }
}

/**
 * The hashes by Web Crypto. Chromium computes them on the thread that asks.
 * @param {import('./source.js').Source} source
 * @param {string[]} algorithms
 * @returns {Promise<Record<string, string> | undefined>} none where it has not all of them
 */
export async function whole({ content, length = 0, isStream }, algorithms) {
  if (isStream) return undefined;
  const bytes =
    content instanceof Uint8Array ? content : await bytesOf(/** @type {Blob} */ (content));
  if (bytes.byteLength !== length) throw unreadable();
  try {
    const digests = algorithms.map((name) => host.crypto.subtle.digest(NAMES[name], bytes));
    return named(algorithms, (await Promise.all(digests)).map(hex));
  } catch {
    // MD5, shared memory, a page that is not secure.
    return undefined;
  }
}

/** @param {Blob} blob */
function bytesOf(blob) {
  // Where a thread may wait, it is the fastest way.
  const { FileReaderSync } = host;
  return FileReaderSync ? new FileReaderSync().readAsArrayBuffer(blob) : blob.arrayBuffer();
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
  let digits = '';
  for (const byte of new Uint8Array(bytes))
    digits += (byte >> 4).toString(16) + (byte & 15).toString(16);
  return digits;
}
