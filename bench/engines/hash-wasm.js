// @ts-check
import { createMD5, createSHA1, createSHA256, createSHA512 } from 'hash-wasm';
import { hashers } from './hash-wasm-hashers.js';

/** @type {import('./engine.js').Engine} */
export const hashWasm = {
  name: 'hash-wasm',
  prepare: (algorithms) =>
    hashers({ createMD5, createSHA1, createSHA256, createSHA512 }, algorithms),
};
