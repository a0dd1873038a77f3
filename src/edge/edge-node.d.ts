import type {
  Bucket,
  Handler,
  Platform,
  RateLimiter,
  ResultCache,
  Screening,
  ScreeningMessages,
} from './edge.js';

/**
 * The platform of a server: Node 20, Deno 2.2, Bun 1.3 or newer. It hashes by node:crypto, and sends by node:http.
 *
 * A handler without a `context` answers when everything is done. To answer before that, hand it one:
 * `handler(request, env, { waitUntil() {} })`.
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

/** Where {@link folderBucket} keeps its objects. */
export interface FolderBucketOptions {
  /** It is made where there is none. Several processes of one runtime may share it, on one machine. */
  folder: string;
  /** The permissions of the files. Folders have 0700. @defaultValue 0o600 */
  mode?: number;
  /**
   * After how many **seconds** objects are deleted, as a lifecycle rule does: for a holding place 86 400, after which nothing of it is
   * delivered.
   * @defaultValue never
   */
  deleteAfter?: number;
}

/**
 * A bucket that is a folder, to hold and to store bodies. An object is a file at the path of its key; what is known of it besides,
 * its verdict say, is at the same path in `.metadefender/metadata`, as JSON. A file appears as a whole, and is on the disk by then.
 *
 * A key that leads out of the folder is `invalid-input`.
 */
export function folderBucket(options: FolderBucketOptions): Bucket;

/**
 * A bucket in memory, for what may be lost when the process ends. It takes no more than its limit: then the answer is 503.
 */
export function memoryBucket(options?: {
  /** Of all objects together, bytes. @defaultValue 268 435 456 (256 MiB) */
  limit?: number;
}): Bucket;

/** A queue of {@link PreScreenOptions.queue} that is consumed by the process itself, or by others that share it. */
export interface LocalQueue {
  /** Resolves when the message is kept. */
  send(message: unknown, options?: { delaySeconds?: number }): Promise<void>;
  /**
   * Gives the messages to a handler, one at a time, as they are due: to that of `preScreenQueue`. One that is not acknowledged, because the
   * process has died, say, is due again after 20 minutes. It keeps no process alive.
   */
  consume<Env = undefined>(
    handler: (batch: ScreeningMessages, env: Env) => Promise<unknown>,
    env?: Env,
  ): {
    /** Takes no more messages, and waits for the one that is under way. */
    stop(): Promise<void>;
  };
}

/** What each of the queues can be told. */
export interface LocalQueueOptions {
  /** Hears what went wrong. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/**
 * A queue in memory: what is in it is lost when the process ends. Then an upload is finished when somebody asks for its status.
 */
export function memoryQueue(
  options?: LocalQueueOptions & {
    /** How many messages it takes; over it, `send` rejects with `busy`. @defaultValue 10 000 */
    limit?: number;
  },
): LocalQueue;

/** A queue that is a folder, which outlives the process. Several processes may share it, on one machine. */
export function folderQueue(options: LocalQueueOptions & { folder: string }): LocalQueue;

/**
 * A queue in a SQLite database, which outlives the process. Several processes may share it, on one machine. It needs `node:sqlite`, which Node
 * 22.13, Deno 2.2 and Bun 1.4 have; elsewhere it throws `unsupported`.
 */
export function sqliteQueue(options: LocalQueueOptions & { file: string }): LocalQueue;

/** Keeps what was asked for last, up to a limit, in memory. */
export function memoryCache(options?: {
  /** @defaultValue 1000 */
  entries?: number;
  /** Of all texts together, bytes. @defaultValue 16 777 216 (16 MiB) */
  limit?: number;
}): ResultCache;

/**
 * Counts in the memory of this process, in periods that begin with the first request of a key.
 */
export function memoryRateLimiter(options: {
  /** How many requests of a key pass in a period. */
  limit: number;
  /** **Seconds**. @defaultValue 60 */
  period?: number;
  /** How many keys are remembered; over it, the oldest are forgotten. @defaultValue 100 000 */
  keys?: number;
}): RateLimiter;

/** What is needed of Node's `IncomingMessage`. */
export interface NodeRequest {
  readonly method?: string;
  readonly url?: string;
  readonly headers: object;
}

/** What is needed of Node's `ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
}

/**
 * Has a handler answer requests of Node's `http` and `https`, and of what is built on them: Express, Connect. Bodies are read and
 * answers are written as streams. With {@link toNext} as the origin of `preScreen`, what is allowed goes on to what comes next.
 *
 * Put it before whatever reads the body.
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

/** {@link nodeHandler} for Fastify, as its hook: `app.addHook('preParsing', fastifyHook(screen))`. */
export function fastifyHook(
  handler: Handler,
): (
  request: { raw: NodeRequest },
  reply: { raw: NodeResponse; hijack(): unknown },
  payload: any,
  done: (error?: any) => void,
) => void;

/**
 * The `origin` of a `preScreen` by {@link nodeHandler}, {@link koaMiddleware} or {@link fastifyHook}: what comes next in the framework. It finds
 * the request as it came: Multer, Busboy or `@fastify/multipart` read the body from where it was held, and `verifyVerdict(req.headers, …)`
 * tells what came of it.
 *
 * As it needs the client's connection, nothing is delivered later: what takes longer than `waitFor` is answered with 503, and a queue is
 * `invalid-input`.
 */
export const toNext: (request: Request, screening: Screening) => Promise<Response>;
