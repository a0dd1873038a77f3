import { preScreen, preScreenQueue, scanProxy } from 'metadefender-wasm/edge';
import type { PreScreenOptions } from 'metadefender-wasm/edge';
import { devInbox, isForDevInbox } from './dev-inbox';
import { direct, inbox } from './direct';
import { service } from './service';

/** The proxy for `connect({ baseUrl: '/scan' })` and `<metadefender-upload base-url="/scan">`. */
const scan = scanProxy((env: Env) => ({
  ...service(env),
  secret: env.HANDLE_SECRET,
  rateLimit: { requests: env.REQUESTS_PER_MINUTE, uploads: env.UPLOADS_PER_MINUTE },
}));

/** Uploads are held until there is a verdict, and allowed ones are stored. */
const screening = (env: Env): PreScreenOptions => ({
  ...service(env),
  secret: env.VERDICT_SECRET,
  holding: { bucket: env.HOLDING },
  statusPath: '/upload/status',
  queue: env.SCREENINGS,
  store: { bucket: env.UPLOADS },
  // Instead of `store`, to forward uploads to a server that calls `verifyVerdict`:
  // origin: 'https://origin.example.com',
});
const upload = preScreen(screening);
const screenings = preScreenQueue(screening);

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/scan/')) return scan(request, env, context);
    if (pathname.startsWith('/upload/status/')) return upload(request, env, context);
    if (pathname === '/direct' || pathname.startsWith('/direct/')) return direct(request, env);
    if (isForDevInbox(request, env)) return devInbox(request, env);
    if (pathname !== '/upload') return new Response('Not Found\n', { status: 404 });
    if (request.method !== 'POST') {
      return new Response('Method Not Allowed\n', { status: 405, headers: { allow: 'POST' } });
    }
    return upload(request, env, context);
  },
  async queue(batch, env, context) {
    if (batch.queue === 'upload-screenings') return screenings(batch, env, context);
    if (batch.queue === 'upload-events') return inbox.queue(batch, env, context);
    return inbox.deadLetters(batch, env, context);
  },
} satisfies ExportedHandler<Env>;
