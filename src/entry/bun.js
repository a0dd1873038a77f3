// @ts-check
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
// Bun's bundler includes the file, in an executable too. The import is its path, which may be relative.
import path from './metadefender.wasm' with { type: 'file' };
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() =>
  readFile(resolve(import.meta.dirname, /** @type {any} */ (path))),
);
