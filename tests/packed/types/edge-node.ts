import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  preScreen,
  preScreenQueue,
  scanProxy,
  type PreScreenOptions,
} from 'metadefender-wasm/edge';
import {
  fastifyHook,
  folderBucket,
  folderQueue,
  koaMiddleware,
  memoryBucket,
  memoryCache,
  memoryQueue,
  memoryRateLimiter,
  nodeHandler,
  nodePlatform,
  sqliteQueue,
  toNext,
} from 'metadefender-wasm/edge/node';

const platform = nodePlatform();
const service = {
  platform,
  baseUrl: process.env['METADEFENDER_URL'] ?? '',
  secret: process.env['VERDICT_SECRET'] ?? '',
};
const queues = [
  memoryQueue({ limit: 10 }),
  folderQueue({ folder: 'q' }),
  sqliteQueue({ file: 'q' }),
];

const options: PreScreenOptions = {
  ...service,
  origin: 'http://127.0.0.1:8080',
  holding: { bucket: folderBucket({ folder: 'held', deleteAfter: 86_400 }) },
  store: { bucket: memoryBucket({ limit: 1e9 }) },
  queue: queues[0]!,
};
const screen = preScreen(options);
// Without a context, and with one.
export const handler = (request: Request) => screen(request);
export const answersAtOnce = (request: Request) => screen(request, {}, { waitUntil() {} });
export const consumer = queues[0]!.consume(preScreenQueue(options));
export const stopped: Promise<void> = consumer.stop();

const scan = scanProxy({
  ...service,
  cache: memoryCache({ entries: 10 }),
  rateLimit: {
    uploads: memoryRateLimiter({ limit: 10, period: 60 }),
    key: (request) => request.headers.get('x-real-ip') ?? '',
  },
});
createServer(nodeHandler(scan));

const next = preScreen({ ...service, origin: toNext });
type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;
export const express: Middleware = nodeHandler(next);
export const koa = koaMiddleware(next);
export const fastify = fastifyHook(next);

// A handler whose options are made of an env needs one.
const byEnv = preScreen((env: { origin: string }) => ({ ...service, origin: env.origin }));
export const withEnv = (request: Request) => byEnv(request, { origin: 'http://127.0.0.1' });
// @ts-expect-error
export const withoutEnv = (request: Request) => byEnv(request);
