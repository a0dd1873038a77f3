/**
 * The module in the form that Workers and bundlers import, for `init` of `metadefender-wasm/slim`.
 *
 * @module metadefender-wasm/core.wasm
 */

import type { WasmModule } from './types/wasm-module.js';

/** The compiled module. */
declare const module: WasmModule;
export default module;
