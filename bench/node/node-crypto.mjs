// @ts-check
import { createHash } from 'node:crypto';
import { updateAll } from '../engines/engine.js';

/** @type {import('../engines/engine.js').Engine} */
export const nodeCrypto = {
  name: 'node:crypto',
  prepare: async (algorithms) => () => {
    const made = algorithms.map((name) => createHash(name));
    return {
      update: updateAll(made),
      end: () => made.map((hash) => hash.digest('hex')).join(' '),
    };
  },
};
