import {
  preScreen,
  preScreenQueue,
  scanProxy,
  screenBucket,
  verifyVerdict,
  type Handler,
  type PreScreenOptions,
  type ScanProxyOptions,
  type Screening,
  type ScreeningProblem,
} from 'metadefender-wasm/edge';
import { expectTypeOf } from 'expect-type';

interface Env {
  METADEFENDER_KEY: string;
  HANDLE_SECRET: string;
  VERDICT_SECRET: string;
  HOLDING: R2Bucket;
  UPLOADS: R2Bucket;
  SCREENINGS: Queue;
  PER_MINUTE: RateLimit;
  ORIGIN: Fetcher;
}

const baseUrl = 'https://metadefender.example';

const scan = scanProxy((env: Env) => ({
  baseUrl,
  apiKey: env.METADEFENDER_KEY,
  secret: [env.HANDLE_SECRET, 'the one before'],
  operations: { rules: false, download: false },
  parameters: { rule: ['strict'] },
  origins: ['https://www.example.com'],
  rateLimit: {
    uploads: env.PER_MINUTE,
    key: (request) => request.headers.get('cookie') ?? '',
  },
  authorize: (request) => request.headers.has('cookie') || new Response(null, { status: 404 }),
  visitor: async (request) => request.headers.get('cookie') ?? '',
}));

const options = (env: Env): PreScreenOptions => ({
  baseUrl,
  apiKey: env.METADEFENDER_KEY,
  secret: env.VERDICT_SECRET,
  origin: env.ORIGIN,
  holding: { bucket: env.HOLDING },
  queue: env.SCREENINGS,
  typedFields: 'pass',
  undetermined: ({ files }) => (files.length > 1 ? 'forward' : new Response(null, { status: 503 })),
});
const screen = preScreen(options);
const stored = preScreen((env: Env) => ({
  ...options(env),
  store: { bucket: env.UPLOADS, key: ({ sha256 }, request) => `${request.method}/${sha256}` },
}));

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/scan/')) return scan(request, env, context);
    return request.method === 'PUT' ? stored(request, env, context) : screen(request, env, context);
  },
  queue: preScreenQueue(options),
} satisfies ExportedHandler<Env>;

const uploads = screenBucket((env: Env) => ({
  baseUrl,
  apiKey: env.METADEFENDER_KEY,
  secret: env.VERDICT_SECRET,
  inbox: { bucket: env.UPLOADS, prefix: 'inbox/', name: 'uploads' },
  clean: { bucket: env.UPLOADS, prefix: 'clean/' },
  quarantine: { bucket: env.HOLDING },
  undetermined: ({ size = 0 }) => (size > 1e6 ? 'leave' : 'quarantine'),
  queue: env.SCREENINGS,
  eventSecret: env.HANDLE_SECRET,
  onScreened: ({ key, outcome }) => console.log(key, outcome),
}));
export const bucket = {
  fetch: uploads.fetch,
  queue: uploads.queue,
} satisfies ExportedHandler<Env>;
export const ofSqs = async (body: string, attempt: number, env: Env) =>
  (await uploads.receive(body, { attempt }, env)).retryAfter?.toFixed();
// @ts-expect-error They are made of env.
void uploads.receive('{}');
screenBucket({
  baseUrl,
  secret: '',
  // @ts-expect-error A bucket, and maybe a prefix.
  inbox: {} as R2Bucket,
});

// As the whole of a Worker, with options that need no bindings.
export const proxy = { fetch: scanProxy({ baseUrl, secret: '' }) } satisfies ExportedHandler;
export const screened = {
  fetch: preScreen({
    baseUrl,
    secret: '',
    origin: async (request: Request, { verdict }: Screening) => new Response(verdict + request.url),
  }),
} satisfies ExportedHandler;

expectTypeOf(scan).toEqualTypeOf<Handler<Env>>();
expectTypeOf<ScanProxyOptions['secret']>().toEqualTypeOf<string | string[]>();
expectTypeOf<ScreeningProblem['status']>().toEqualTypeOf<number>();

export const origin: ExportedHandler<Env> = {
  async fetch(request, env) {
    const { verdict, files } = await verifyVerdict(request.headers, { secret: env.VERDICT_SECRET });
    return Response.json({ verdict, files });
  },
};
