import type { ServiceOptions } from 'metadefender-wasm/edge';

/** MetaDefender, and the key, which no page ever sees. */
export const service = (env: Env): ServiceOptions => ({
  baseUrl: env.METADEFENDER_URL,
  apiKey: env.METADEFENDER_KEY,
});
