import type { ServiceOptions } from 'metadefender-wasm/edge';

/** The address of MetaDefender, and the key, which stays in the Worker. */
export const service = (env: Env): ServiceOptions => ({
  baseUrl: env.METADEFENDER_URL,
  apiKey: env.METADEFENDER_KEY,
});
