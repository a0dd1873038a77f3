import { scanProxy } from 'metadefender-wasm/edge';
import { nodePlatform } from 'metadefender-wasm/edge/node';

const proxy = scanProxy(() => ({
  platform: nodePlatform(),
  baseUrl: process.env.METADEFENDER_URL,
  secret: process.env.VERDICT_SECRET,
  mount: '/scan',
}));

/** @param {Request} request */
const handle = (request) => proxy(request);

export { handle as GET, handle as POST, handle as PUT, handle as DELETE, handle as OPTIONS };
