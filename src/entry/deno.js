// @ts-check
import { readFile } from 'node:fs/promises';
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() =>
  // Deno reads what is imported without asking for a permission; before 2.6 it cannot import this.
  import('./deno-module.js').then(
    ({ default: module }) => module,
    () => readFile(new URL('./metadefender.wasm', import.meta.url)),
  ),
);
