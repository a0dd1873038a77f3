/** `WebAssembly.Module`, also where no types declare `WebAssembly`, as Node's do not. */
export type WasmModule = typeof globalThis extends {
  WebAssembly: { Module: { prototype: infer Module } };
}
  ? Module
  : { readonly [Symbol.toStringTag]: 'WebAssembly.Module' };
