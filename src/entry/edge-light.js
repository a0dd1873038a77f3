// @ts-check
// For Vercel's edge runtime, which cannot compile bytes, and imports a compiled module by this query.
import module from './metadefender.wasm?module';
import { api } from './metadefender.js';

export { MetaDefenderError } from './error.js';
export const { init, connect, digest, createHasher, assess } = /* @__PURE__ */ api(() => module);
