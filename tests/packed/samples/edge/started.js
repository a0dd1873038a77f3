// Handlers that are made as the Worker starts, of options that are there by then.
import { env } from 'cloudflare:workers';
import { preScreen, scanProxy } from 'metadefender-wasm/edge';

const service = { baseUrl: env.GATEWAY, secret: env.SECRET };
const scan = scanProxy(service);
// Of a secrets store, which is asked by a promise.
const later = scanProxy(async () => ({ ...service, mount: '/later' }));
const upload = preScreen({ ...service, origin: async () => new Response('delivered') });

export default {
  async fetch(request, _, context) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/later/')) return later(request, {}, context);
    return (pathname.startsWith('/scan/') ? scan : upload)(request, {}, context);
  },
};
