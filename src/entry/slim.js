// @ts-check
import { api } from './metadefender.js';
import { MetaDefenderError } from './error.js';

export { MetaDefenderError };

const wasm = /* @__PURE__ */ api(() => {
  throw new MetaDefenderError(
    'invalid-input',
    'metadefender-wasm/slim does not know where the .wasm is: call init(…) with it first',
  );
});

// Exported one by one, as in browser.js.

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
