// @ts-check
import { api } from './api.js';
import { MetaDefenderError } from './error.js';

export { MetaDefenderError };
export const { init, connect, digest, createHasher } = /* @__PURE__ */ api(() => {
  throw new MetaDefenderError(
    'invalid-input',
    'metadefender-wasm/slim does not know where the .wasm is: call init(…) with it first',
  );
});
