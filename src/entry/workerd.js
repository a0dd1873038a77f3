// @ts-check
import module from './metadefender.wasm';
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() => module);
