// @ts-check

/**
 * Hash functions that take bytes as they come.
 * @typedef {object} Engine
 * @property {string} name
 * @property {(algorithms: Algorithm[]) => Promise<() => Digesting | Promise<Digesting>>} prepare
 *   once; what it resolves to begins with a file, as often as one likes
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
 * One `update` for several hashers, and none in between where there is only one.
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

/** Digests as one answer. @param {Partial<Record<Algorithm, string>>} digests @param {Algorithm[]} algorithms */
export const inOrder = (digests, algorithms) => algorithms.map((name) => digests[name]).join(' ');

/** @param {ArrayBuffer | Uint8Array} bytes */
export const hex = (bytes) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
