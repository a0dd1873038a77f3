// @ts-check
import { updateAll } from './engine.js';

/**
 * Hashers of hash-wasm, which are created once and reset for each file, as its authors advise. The module is a
 * parameter, since a worker has no import map to resolve it.
 * @param {Pick<typeof import('hash-wasm'), 'createMD5' | 'createSHA1' | 'createSHA256' | 'createSHA512'>} module
 * @param {import('./engine.js').Algorithm[]} algorithms
 */
export async function hashers(module, algorithms) {
  const { createMD5, createSHA1, createSHA256, createSHA512 } = module;
  const create = { md5: createMD5, sha1: createSHA1, sha256: createSHA256, sha512: createSHA512 };
  const made = await Promise.all(algorithms.map((name) => create[name]()));
  const digesting = {
    update: updateAll(made),
    end: () => made.map((hasher) => hasher.digest()).join(' '),
  };
  return () => {
    for (const hasher of made) hasher.init();
    return digesting;
  };
}
