// @ts-check
import { api } from './api.js';

export { MetaDefenderError } from './error.js';

const wasm = /* @__PURE__ */ api(
  () => new URL('./metadefender.wasm', import.meta.url),
  () => import('./hash-workers.js'),
);

// One by one: esbuild keeps a call that is destructured, and with it the whole glue, even for those
// who import the class of errors only.

/** @type {typeof wasm.init} */
export const init = (module) => wasm.init(module);
/** @type {typeof wasm.connect} */
export const connect = (options) => wasm.connect(options);
/** @type {typeof wasm.digest} */
export const digest = (source, options) => wasm.digest(source, options);
/** @type {typeof wasm.createHasher} */
export const createHasher = (algorithms) => wasm.createHasher(algorithms);
