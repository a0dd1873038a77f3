import { env } from '$env/dynamic/private';
import { scanProxy } from 'metadefender-wasm/edge';
import { nodePlatform } from 'metadefender-wasm/edge/node';

const proxy = scanProxy(() => ({
  platform: nodePlatform(),
  baseUrl: env.METADEFENDER_URL,
  secret: env.VERDICT_SECRET,
  mount: '/scan',
}));

/** @type {import('@sveltejs/kit').RequestHandler} */
export const fallback = ({ request }) => proxy(request);
