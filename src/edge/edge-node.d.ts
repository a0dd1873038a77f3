/**
 * What the handlers need in Node, Deno and Bun: the platform, buckets and queues on the disk and in memory, and adapters for Express,
 * Fastify and Koa.
 *
 * @module metadefender-wasm/edge/node
 */

import type {
  Bucket,
  Handler,
  Platform,
  PreScreenOptions,
  RateLimiter,
  ResultCache,
  Screening,
  ScreeningMessages,
} from './edge.js';

/**
 * The platform of a server: Node 20, Deno 2.2, Bun 1.3 or newer. It hashes with node:crypto and sends with node:http.
 *
 * A handler without a `context` responds when everything is done. To respond earlier, pass one: `handler(request, env,
 * { waitUntil() {} })`.
 *
 * @example
 * import { preScreen } from 'metadefender-wasm/edge';
 * import { folderBucket, folderQueue, nodePlatform } from 'metadefender-wasm/edge/node';
 *
 * const screen = preScreen({
 *   platform: nodePlatform(),
 *   baseUrl: process.env.METADEFENDER_URL,
 *   apiKey: process.env.METADEFENDER_KEY,
 *   secret: process.env.VERDICT_SECRET,
 *   origin: 'http://127.0.0.1:8080',
 *   holding: { bucket: folderBucket({ folder: '/var/lib/uploads/held' }) },
 * });
 *
 * Deno.serve((request) => screen(request));
 */
export function nodePlatform(): Platform;

/** The options of {@link folderBucket}. */
export interface FolderBucketOptions {
  /** The folder, which is created if it does not exist. Several processes of one runtime, on one machine, may share it. */
  folder: string;
  /** The permissions of the files. Folders have 0700. @defaultValue 0o600 */
  mode?: number;
  /**
   * After how many **seconds** objects are deleted, like a lifecycle rule. For `holding`, 86 400 is right: an older
   * upload is not delivered any more.
   * @defaultValue never
   */
  deleteAfter?: number;
}

/**
 * A bucket in a folder, to hold and to store bodies. An object is a file at the path of its key; its metadata, such as
 * the verdict, is JSON at the same path in `.metadefender/metadata`. A file only appears once it is complete and
 * flushed to disk.
 *
 * A key that leads out of the folder is an `invalid-input` error.
 */
export function folderBucket(options: FolderBucketOptions): Bucket;

/**
 * A bucket in memory, for what may be lost when the process ends. When it is full, `preScreen` responds with 503.
 */
export function memoryBucket(options?: {
  /** The total size of all objects, bytes. @defaultValue 268 435 456 (256 MiB) */
  limit?: number;
}): Bucket;

/** A {@link PreScreenOptions.queue} that is consumed by this process, or by others that share it. */
export interface LocalQueue {
  /** Resolves when the message is stored. */
  send(message: unknown, options?: { delaySeconds?: number }): Promise<void>;
  /**
   * Passes the messages to a handler, such as that of `preScreenQueue`, one at a time when they are due. A message that
   * is not acknowledged, for example because the process has died, is due again after 20 minutes. It does not keep the
   * process alive.
   */
  consume<Env = undefined>(
    handler: (batch: ScreeningMessages, env: Env) => Promise<unknown>,
    env?: Env,
  ): {
    /** Stops taking messages, and waits for the one in progress. */
    stop(): Promise<void>;
  };
}

/** The options of every queue. */
export interface LocalQueueOptions {
  /** Called with a message about each failure. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/**
 * A queue in memory, which is lost when the process ends. A lost upload is finished when its client asks for its
 * status.
 */
export function memoryQueue(
  options?: LocalQueueOptions & {
    /** The most messages; when it is full, `send` rejects with `busy`. @defaultValue 10 000 */
    limit?: number;
  },
): LocalQueue;

/** A queue in a folder, which outlives the process. Several processes on one machine may share it. */
export function folderQueue(options: LocalQueueOptions & { folder: string }): LocalQueue;

/**
 * A queue in a SQLite database, which outlives the process. Several processes on one machine may share it. It needs
 * `node:sqlite` (Node 22.13, Deno 2.2, Bun 1.4); without it, `sqliteQueue` throws `unsupported`.
 */
export function sqliteQueue(options: LocalQueueOptions & { file: string }): LocalQueue;

/** A cache in memory that keeps the most recently used entries. */
export function memoryCache(options?: {
  /** @defaultValue 1000 */
  entries?: number;
  /** The total size of all texts, bytes. @defaultValue 16 777 216 (16 MiB) */
  limit?: number;
}): ResultCache;

/**
 * A rate limiter that counts in the memory of this process. A period begins with the first request of a key.
 */
export function memoryRateLimiter(options: {
  /** The most requests of a key in a period. */
  limit: number;
  /** The length of a period, **seconds**. @defaultValue 60 */
  period?: number;
  /** The most keys; beyond that, the oldest are forgotten. @defaultValue 100 000 */
  keys?: number;
}): RateLimiter;

/** The part of Node's `IncomingMessage` that is needed. */
export interface NodeRequest {
  /** The HTTP method. */
  readonly method?: string;
  /** Path and query. */
  readonly url?: string;
  /** The headers, by their names in lower case. */
  readonly headers: object;
}

/** The part of Node's `ServerResponse` that is needed. */
export interface NodeResponse {
  /** The HTTP status of the answer. */
  statusCode: number;
  /** Whether the answer has begun. */
  readonly headersSent: boolean;
}

/**
 * Serves requests of Node's `http` and `https`, and of frameworks on top of them such as Express, with a handler.
 * Bodies are streamed both ways. With {@link toNext} as the origin of `preScreen`, allowed requests go on to the next
 * middleware.
 *
 * Put it before any middleware that reads the body.
 *
 * @example
 * const screen = preScreen({ platform: nodePlatform(), origin: toNext, holding, baseUrl, secret });
 * app.post('/upload', nodeHandler(screen), multer().array('photos'), (req, res) => res.send('taken'));
 */
export function nodeHandler(
  handler: Handler,
): (request: NodeRequest, response: NodeResponse, next?: (error?: unknown) => void) => void;

/** {@link nodeHandler} for Koa: `app.use(koaMiddleware(screen))`. */
export function koaMiddleware(
  handler: Handler,
): (
  context: { req: NodeRequest; res: NodeResponse; respond?: boolean },
  next: () => Promise<unknown>,
) => Promise<void>;

/** {@link nodeHandler} as a hook of Fastify: `app.addHook('preParsing', fastifyHook(screen))`. */
export function fastifyHook(
  handler: Handler,
): (
  request: { raw: NodeRequest },
  reply: { raw: NodeResponse; hijack(): unknown },
  payload: any,
  done: (error?: any) => void,
) => void;

/**
 * The `origin` of a `preScreen` inside {@link nodeHandler}, {@link koaMiddleware} or {@link fastifyHook}: the next
 * middleware of the framework. It sees the original request: Multer, Busboy or `@fastify/multipart` read the held body,
 * and `verifyVerdict(req.headers, …)` returns the verdict.
 *
 * As it needs the client's connection, nothing can be delivered later: an upload that takes longer than `waitFor` gets
 * 503, and a queue is an `invalid-input` error.
 */
export const toNext: (request: Request, screening: Screening) => Promise<Response>;
