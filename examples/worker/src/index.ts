import { preScreen, preScreenQueue, scanProxy } from 'metadefender-wasm/edge';
import type { PreScreenOptions, ServiceOptions } from 'metadefender-wasm/edge';

/** MetaDefender, and the key, which no page ever sees. */
const service = (env: Env): ServiceOptions => ({
  baseUrl: env.METADEFENDER_URL,
  apiKey: env.METADEFENDER_KEY,
});

/** What `connect({ baseUrl: '/scan' })` and `<metadefender-upload base-url="/scan">` talk to. */
const scan = scanProxy((env: Env) => ({
  ...service(env),
  secret: env.HANDLE_SECRET,
  rateLimit: { requests: env.REQUESTS_PER_MINUTE, uploads: env.UPLOADS_PER_MINUTE },
}));

/** Uploads are held until their verdict is there; what is allowed is stored. */
const screening = (env: Env): PreScreenOptions => ({
  ...service(env),
  secret: env.VERDICT_SECRET,
  holding: { bucket: env.HOLDING },
  statusPath: '/upload/status',
  queue: env.SCREENINGS,
  store: { bucket: env.UPLOADS },
  // In place of `store`, for a server that calls `verifyVerdict`:
  // origin: 'https://origin.example.com',
});
const upload = preScreen(screening);

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/scan/')) return scan(request, env, context);
    if (pathname.startsWith('/upload/status/')) return upload(request, env, context);
    if (pathname !== '/upload') return new Response('Not Found\n', { status: 404 });
    if (request.method !== 'POST') {
      return new Response('Method Not Allowed\n', { status: 405, headers: { allow: 'POST' } });
    }
    return upload(request, env, context);
  },
  queue: preScreenQueue(screening),
} satisfies ExportedHandler<Env>;
