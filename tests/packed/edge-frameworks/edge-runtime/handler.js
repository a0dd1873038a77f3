import { preScreen, scanProxy, verifyVerdict, webPlatform } from 'metadefender-wasm/edge';
import { contentOf } from '../content.js';

const { METADEFENDER_URL, VERDICT_SECRET } = process.env;
const service = { platform: webPlatform(), baseUrl: METADEFENDER_URL, secret: VERDICT_SECRET };
const screen = preScreen({ ...service, origin: save });
const proxy = scanProxy({ ...service, mount: '/scan' });

/** Receives allowed uploads, with the verdict in the headers. @param {Request} request */
async function save(request) {
  const { files } = await verifyVerdict(request.headers, { secret: VERDICT_SECRET });
  return Response.json({
    ...(await contentOf(request)),
    hashes: files.map(({ sha256 }) => sha256),
  });
}

addEventListener('fetch', (event) => {
  const isProxied = new URL(event.request.url).pathname.startsWith('/scan/');
  event.respondWith((isProxied ? proxy : screen)(event.request, undefined, event));
});
