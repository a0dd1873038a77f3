// @ts-check
import { readFile } from 'node:fs/promises';
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() =>
  readFile(new URL('./metadefender.wasm', import.meta.url)),
);
