// @ts-check
// Vercel's edge runtime: it compiles no bytes, and takes a module by this query.
import module from './metadefender.wasm?module';
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() => module);
