// @ts-check
import { readFile } from 'node:fs/promises';
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() =>
  // Deno imports a file without a read permission. Before 2.6 it cannot import a .wasm as source.
  import('./deno-module.js').then(
    ({ default: module }) => module,
    () => readFile(new URL('./metadefender.wasm', import.meta.url)),
  ),
);
