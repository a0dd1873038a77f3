// @ts-check
import { createHasher } from 'metadefender-wasm';
import { inOrder } from './engine.js';

/** The wasm engine. @type {import('./engine.js').Engine} */
export const ours = {
  name: 'metadefender-wasm',
  prepare: async (algorithms) => async () => {
    const hasher = await createHasher(algorithms);
    return {
      update: (bytes) => hasher.update(bytes),
      end() {
        const digests = hasher.digest();
        hasher.free();
        return inOrder(digests, algorithms);
      },
    };
  },
};
