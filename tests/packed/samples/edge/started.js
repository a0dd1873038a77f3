// Handlers that are created when the Worker starts, with options that are available by then.
import { env } from 'cloudflare:workers';
import { preScreen, scanProxy } from 'metadefender-wasm/edge';

const service = { baseUrl: env.GATEWAY, secret: env.SECRET };
const scan = scanProxy(service);
// From a secrets store, which returns a promise.
const later = scanProxy(async () => ({ ...service, mount: '/later' }));
const upload = preScreen({ ...service, origin: async () => new Response('delivered') });

export default {
  async fetch(request, _, context) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/later/')) return later(request, {}, context);
    return (pathname.startsWith('/scan/') ? scan : upload)(request, {}, context);
  },
};
