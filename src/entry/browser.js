// @ts-check
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';

const wasm = /* @__PURE__ */ api(() => new URL('./metadefender.wasm', import.meta.url), {
  loadEmbedded: () => import('./embedded-wasm.js'),
  loadWorkers: () => import('./hash-workers.js'),
});

// Exported one by one: esbuild does not tree-shake a destructured call, so it would always keep the glue.

/** @type {typeof wasm.init} */
export const init = (module) => wasm.init(module);
/** @type {typeof wasm.connect} */
export const connect = (options) => wasm.connect(options);
/** @type {typeof wasm.digest} */
export const digest = (source, options) => wasm.digest(source, options);
/** @type {typeof wasm.createHasher} */
export const createHasher = (algorithms) => wasm.createHasher(algorithms);
/** @type {typeof wasm.assess} */
export const assess = (report, options) => wasm.assess(report, options);
