import type { WasmModule } from './types/wasm-module.js';

declare const module: WasmModule;
export default module;
