// @ts-check
import { api } from './api.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher } = /* @__PURE__ */ api(
  () => new URL('./metadefender.wasm', import.meta.url),
);
