// @ts-check
import { digest } from 'metadefender-wasm';
import { createSHA256 } from 'hash-wasm';
import { hex } from '../engines/engine.js';
import { hashWasm } from '../engines/hash-wasm.js';
import { compare } from '../measure.js';
import { HASH_WASM, HASH_WASM_AT_ONCE, SUBTLE } from '../rows.mjs';
import { randomBytes } from './bytes.js';

/** How many files hash-wasm reads and hashes at a time, each with its own hasher. */
const AT_ONCE = 4;

/** @param {import('../plan.mjs').Plan} plan */
export const smallBlobs = ({ smallFiles, smallFile }) =>
  Array.from({ length: smallFiles }, () => new Blob([randomBytes(smallFile)]));

/**
 * Many small files: ours all at once, as a page hashes a folder; hash-wasm four at a time and all at once; the platform all at
 * once.
 * @param {Blob[]} files
 * @param {import('../plan.mjs').Plan} plan
 */
export async function small(files, { rounds }) {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  // One hasher for each of the four, as a hasher cannot be shared across an await.
  const begins = await Promise.all(
    Array.from({ length: AT_ONCE }, () => hashWasm.prepare(['sha256'])),
  );
  const ours = async (/** @type {Blob} */ file) =>
    (await digest(file, { algorithms: ['sha256'] })).sha256;
  const theirs = async (/** @type {Blob} */ file, /** @type {number} */ slot) => {
    const content = new Uint8Array(await file.arrayBuffer());
    const digesting = await begins[slot]?.();
    digesting?.update(content);
    return digesting?.end();
  };
  const hasher = await createSHA256();
  // A single hasher is enough, as there is no await between its calls.
  const theirsAtOnce = async (/** @type {Blob} */ file) => {
    const content = new Uint8Array(await file.arrayBuffer());
    return hasher.init().update(content).digest('hex');
  };
  const platform = async (/** @type {Blob} */ file) =>
    hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  const inOneGo = async (/** @type {(file: Blob) => Promise<string | undefined>} */ hash) =>
    (await Promise.all(files.map(hash))).join();
  return compare(
    [
      { name: 'metadefender-wasm', bytes, run: () => inOneGo(ours) },
      { name: HASH_WASM, note: 'four at a time', bytes, run: () => inSlots(files, theirs) },
      { name: HASH_WASM_AT_ONCE, bytes, run: () => inOneGo(theirsAtOnce) },
      { name: SUBTLE, note: 'all at once', bytes, run: () => inOneGo(platform) },
    ],
    { rounds },
  );
}

/**
 * @param {Blob[]} files
 * @param {(file: Blob, slot: number) => Promise<string | undefined>} hash
 */
async function inSlots(files, hash) {
  /** @type {(string | undefined)[]} */
  const hashes = [];
  let next = 0;
  const work = async (/** @type {number} */ slot) => {
    for (let index = next++; index < files.length; index = next++) {
      hashes[index] = await hash(/** @type {Blob} */ (files[index]), slot);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, slot) => work(slot)));
  return hashes.join();
}
