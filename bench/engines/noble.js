// @ts-check
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { hex, updateAll } from './engine.js';

const FUNCTIONS = { md5, sha1, sha256, sha512 };

/** @type {import('./engine.js').Engine} */
export const noble = {
  name: '@noble/hashes',
  prepare: async (algorithms) => () => {
    const made = algorithms.map((name) => FUNCTIONS[name].create());
    return {
      update: updateAll(made),
      end: () => made.map((hash) => hex(hash.digest())).join(' '),
    };
  },
};
