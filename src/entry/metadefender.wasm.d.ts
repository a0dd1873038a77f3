import type { WasmModule } from './wasm-module.js';

declare const module: WasmModule;
export default module;
