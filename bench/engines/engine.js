// @ts-check

/**
 * Streaming hash functions.
 * @typedef {object} Engine
 * @property {string} name
 * @property {(algorithms: Algorithm[]) => Promise<() => Digesting | Promise<Digesting>>} prepare
 *   is called once, and resolves to a function that begins a new file each time
 */

/** @typedef {'md5' | 'sha1' | 'sha256' | 'sha512'} Algorithm */

/**
 * @typedef {object} Digesting
 * @property {(bytes: Uint8Array) => unknown} update
 * @property {() => string | Promise<string>} end the digests in hexadecimal, in the order of the algorithms
 */

/** @type {Algorithm[]} */
export const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'];

/**
 * One `update` for several hashers; for a single one, its own `update` without a wrapper.
 * @template {{ update(bytes: Uint8Array): unknown }} Hasher
 * @param {Hasher[]} hashers
 */
export function updateAll(hashers) {
  const [only] = hashers;
  if (only && hashers.length === 1) return (/** @type {Uint8Array} */ bytes) => only.update(bytes);
  return (/** @type {Uint8Array} */ bytes) => {
    for (const hasher of hashers) hasher.update(bytes);
  };
}

/** The digests as one text. @param {Partial<Record<Algorithm, string>>} digests @param {Algorithm[]} algorithms */
export const inOrder = (digests, algorithms) => algorithms.map((name) => digests[name]).join(' ');

/** @param {ArrayBuffer | Uint8Array} bytes */
export const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
