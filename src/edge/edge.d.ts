import type { ConnectOptions, HeaderValues, Scan, Threat } from './index.js';

export * from './edge-verify.js';

/**
 * A fetch handler. Call it for the requests that it is mounted at, or make it the Worker's own `fetch`.
 * It answers every request and does not reject.
 */
export type Handler<Env = unknown> = (
  request: Request,
  ...rest: HandlerArguments<Env>
) => Promise<Response>;

/**
 * What follows the request, or the batch. `env` can be left out where the options are not made of it, and `context` on any
 * platform but Cloudflare's: the handler then answers when all is done that it would have left to `waitUntil`.
 */
export type HandlerArguments<Env> = unknown extends Env
  ? [env?: Env, context?: HandlerContext]
  : [env: Env, context?: HandlerContext];

/** What a handler needs of a Worker's `ExecutionContext`. */
export interface HandlerContext {
  waitUntil(promise: Promise<unknown>): void;
}

/**
 * Options, or how they are made of the Worker's bindings and secrets, which is done once for each `env`.
 *
 * A secret or a binding (a bucket, a queue, a rate limiter, an origin) that is given as `undefined` or `null` is an error,
 * `invalid-input`, of which the handler answers 500: its name is misspelt, or the configuration lacks it. What is
 * not wanted is left out. Only an `apiKey` may be `undefined`, as some gateways want none.
 */
export type From<Env, Options> = Options | ((env: Env) => Options | Promise<Options>);

/**
 * What the handlers need of the platform that they run on. In Cloudflare Workers it is there; elsewhere `nodePlatform()` of
 * `metadefender-wasm/edge/node` makes it, for Node, Deno and Bun, and {@link webPlatform} for Vercel's edge runtime.
 */
export interface Platform {
  /** Begins a SHA-256 of bytes as they come. */
  sha256(): Sha256;
  /**
   * A stream for a body of `length` bytes. Who reads it hears an error, not its end, if fewer or more are written.
   */
  fixedLengthStream(length: number): {
    readable: ReadableStream<Uint8Array>;
    writable: WritableStream<Uint8Array>;
  };
  /**
   * Sends a request. It follows no redirect, sends a stream by the Content-Length among the headers, and passes on an encoded
   * answer as it is.
   */
  fetch(input: string | Request, init?: RequestInit): Promise<Response>;
  /** The headers that say how long a body is, bytes; none where a `fixedLengthStream` is enough. */
  bodyHeaders(length: number): [name: string, value: string][];
  /** How long the rest of a body is read that is refused, ms. 0 where the platform does that itself. */
  readonly drainTimeout: number;
  /** Whether bodies are read into the same memory again and again, so that `fixedLengthStream` has to be done with a chunk when its `write` resolves. */
  readonly reusesBuffers: boolean;
  /** Whether what waits in memory is a Blob, not bytes: what is sent of bytes may be copied once more. @defaultValue `false` */
  readonly holdsBlobs?: boolean;
  /** Whether a request to the address of the request itself reaches the origin, not the handler again. */
  readonly isBeforeOrigin: boolean;
  /** The default of {@link PreScreenOptions.subrequests}. */
  readonly subrequests: number;
  /** The default of {@link ScanProxyOptions.cache}. */
  readonly cache?: ResultCache;
  /** The address of the client, where a request surely tells it. */
  clientAddress?(request: Request): string | undefined;
}

/**
 * A platform of the Web's own functions: `fetch`, streams, WebAssembly. It is for Vercel's edge runtime, and for what else has no
 * modules of Node's; where there are, `nodePlatform()` takes less of the processor and of memory. The module of `metadefender-wasm`
 * computes the hashes, and `fetch` has to send a stream by the `Content-Length` among its headers.
 *
 * @example
 * // app/upload/route.js of Next.js
 * import { preScreen, webPlatform } from 'metadefender-wasm/edge';
 *
 * export const runtime = 'edge';
 *
 * const screen = preScreen(() => ({
 *   platform: webPlatform(),
 *   baseUrl: process.env.METADEFENDER_URL,
 *   apiKey: process.env.METADEFENDER_KEY,
 *   secret: process.env.VERDICT_SECRET,
 *   origin: 'https://origin.example.com',
 * }));
 *
 * export const POST = (request) => screen(request);
 */
export function webPlatform(): Platform;

/** A SHA-256 that is being computed. */
export interface Sha256 {
  /** Resolves when the memory of these bytes may be used again. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Its 32 bytes. */
  digest(): Promise<Uint8Array>;
  /** Lets go of it. */
  abort?(reason: unknown): void | Promise<void>;
}

/** Keeps texts for a while. */
export interface ResultCache {
  get(name: string): Promise<string | undefined>;
  /** @param maxAge seconds */
  put(name: string, text: string, maxAge: number): Promise<void>;
}

/** A rate limiting binding (`[[ratelimits]]`), or `memoryRateLimiter()`. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** Where MetaDefender is, and what every call to it carries. */
export interface ServiceOptions extends Pick<
  ConnectOptions,
  'baseUrl' | 'api' | 'apiKey' | 'userAgent' | 'rule' | 'fetch'
> {
  /** More headers of every call. */
  headers?: HeaderValues;
  /**
   * What the handler runs on: `nodePlatform()` of `metadefender-wasm/edge/node` in Node, Deno and Bun, {@link webPlatform} in Vercel's edge
   * runtime. Without it, anywhere else than in Cloudflare Workers, the options are invalid.
   * @defaultValue Cloudflare Workers
   */
  platform?: Platform;
}

/**
 * A secret of at least 32 characters, from `openssl rand -hex 32` say. Of several the first one signs and
 * each of them is accepted, so that one can be exchanged while what it signed is still around.
 */
export type Secret = string | string[];

/** What a page can ask of {@link scanProxy}. `batches` are the calls of a batch but
 * that which adds a file, which is `analyze`. */
export type ProxyOperation =
  | 'analyze'
  | 'result'
  | 'resultByHash'
  | 'resultsByHash'
  | 'cancel'
  | 'downloadSanitized'
  | 'download'
  | 'rules'
  | 'batches'
  | 'limits';

/** What a visitor may say of an analysis. One that says more is refused with 403. */
export interface ProxyParameters {
  /**
   * Which rules a visitor may choose; `true` is any. One that is more lenient than the usual one is a way
   * around it.
   * @defaultValue `false`: the rule is {@link ServiceOptions.rule}
   */
  rule?: boolean | string[];
  /** @defaultValue `true` */
  archivePasswords?: boolean;
  /** {@link ScanProxyOptions.maxSize} cannot see what a gzip becomes. @defaultValue `false` */
  contentEncoding?: boolean;
  /** External scanners and post actions get it. @defaultValue `false` */
  metadata?: boolean;
  /** Engines get it. @defaultValue `false` */
  enginesMetadata?: boolean;
  /** @defaultValue `false` */
  globalTimeout?: boolean;
  /** Cloud. @defaultValue `false` */
  sampleSharing?: boolean;
  /** Cloud v4. @defaultValue `false` */
  privateProcessing?: boolean;
}

/** How {@link scanProxy} talks to pages. */
export interface ScanProxyOptions extends ServiceOptions {
  /**
   * The path that it is mounted at, and that a page gives as `baseUrl`; `'/'` where a router takes the path off before, as
   * Hono's `mount` does.
   * @defaultValue `'/scan'`
   */
  mount?: string;
  /** Seals the handles that visitors get in place of data ids and batch ids. */
  secret: Secret;
  /**
   * How long a handle is good for, **seconds**. What it leads to is good for as long as it is, but the files of a
   * batch for so many seconds longer than the batch.
   * @defaultValue 3600
   */
  handleLifetime?: number;
  /**
   * Who asks: the id of a session or an account. Handles are then good for whom they were made only;
   * without it for whoever has got one, which nobody can guess. (The client fetches a clean copy of Cloud's without the
   * headers of its own `headers`: where there are such downloads, tell visitors by a cookie.)
   */
  visitor?: (request: Request) => string | Promise<string>;
  /**
   * Whether this visitor may ask at all. `false` is answered with 401, a `Response` is the answer. Called for every
   * request but a CORS preflight and those that `origins` and `rateLimit` refuse.
   */
  authorize?: (request: Request) => boolean | Response | Promise<boolean | Response>;
  /**
   * What can be asked; `false` switches it off. A look-up that is off finds nothing, so that a page goes on to
   * upload; the others are answered with 403. Logging in and out is never passed on.
   * @defaultValue all but `limits`, and `rules` only where {@link ProxyParameters.rule} is given
   */
  operations?: Partial<Record<ProxyOperation, boolean>>;
  /** What a visitor may say of an analysis. */
  parameters?: ProxyParameters;
  /** How large a file may be, bytes. @defaultValue 100 000 000, the largest body on Cloudflare's Free and Pro plans */
  maxSize?: number;
  /**
   * Pages of which other origins may ask (CORS): `https://www.example.com`. `'*'` is every page there is. Cookies
   * are for the proxy's own origin only: a page of another one says who it is by a header, `connect({ headers })`.
   * @defaultValue none: only pages of the proxy's own origin
   */
  origins?: string[] | '*';
  /**
   * Limits each client, by Cloudflare's rate limiting or `memoryRateLimiter()`. Over it, 429 with `Retry-After`. A binding that is
   * missing is an error: leave out what is not wanted.
   */
  rateLimit?: {
    /** Counts every request. A scan takes 3 to about 20; of many hashes each 50 are one. */
    requests?: RateLimiter;
    /** Counts uploads. */
    uploads?: RateLimiter;
    /**
     * Whom to count for.
     * @defaultValue the address in `CF-Connecting-IP`, of IPv6 its /64. On other platforms none: it has to be given, as any client
     * may send such a header.
     */
    key?: (request: Request) => string | Promise<string>;
  };
  /**
   * How long what is known of a hash is kept in the `cache`, **seconds**; 0 is not at all.
   * @defaultValue 300
   */
  cacheFor?: number;
  /**
   * Where that is kept: `memoryCache()` of `metadefender-wasm/edge/node`, say.
   * @defaultValue the Cache API in Workers, which does nothing on `workers.dev`, only on a domain of your own; elsewhere nothing is
   * kept
   */
  cache?: ResultCache;
  /**
   * Whether somebody who knows but the hash of a file gets all of its report: the name by which another visitor
   * sent it, what is in the archive, extracts with sensitive data; and its clean copy. Otherwise a look-up
   * tells the verdict and what engines found.
   * @defaultValue `false`
   */
  shareReports?: boolean;
  /** Hears what went wrong on the way to MetaDefender, in words that hold no key. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/**
 * A proxy between pages and MetaDefender that keeps the key: `connect({ baseUrl: '/scan' })` in the page
 * talks to it as to the service itself. It passes on what it knows and nothing else: these operations, their
 * parameters, bodies with their length, as they stream. Visitors get sealed handles, good for an hour, in place of
 * data ids.
 *
 * What it answers itself is problem details (RFC 9457) with the message in `err` as well, as MetaDefender's own errors have
 * it. An upload is given up when its visitor leaves before its end, when nothing of its body comes for 60 s, or less
 * than 1 KiB a second (408), when MetaDefender takes nothing of it for 60 s, or does not answer within 120 s and a second
 * for each MiB after its end (504). Another call may take 60 s.
 *
 * @example
 * const scan = scanProxy((env: Env) => ({
 *   baseUrl: env.METADEFENDER_URL,
 *   apiKey: env.METADEFENDER_KEY,
 *   secret: env.HANDLE_SECRET,
 *   rateLimit: { uploads: env.UPLOADS_PER_MINUTE },
 * }));
 * export default { fetch: scan };
 */
export function scanProxy<Env = unknown>(options: From<Env, ScanProxyOptions>): Handler<Env>;

/**
 * What is needed of an R2 bucket to hold and to store bodies; `R2Bucket` is one, and so is what `folderBucket()` and `memoryBucket()` of
 * `metadefender-wasm/edge/node` make.
 */
export interface Bucket {
  put(key: string, value: any, options?: any): Promise<any>;
  get(key: string, options?: any): Promise<any>;
  delete(keys: string | string[]): Promise<void>;
  /** Only for bodies that do not state their length. Without it these are refused (411) over `holding.memory`. */
  createMultipartUpload?(key: string, options?: any): Promise<MultipartUpload>;
}

/** An upload in parts (`R2MultipartUpload`): all but the last have the same size, of at least 5 MiB. */
export interface MultipartUpload {
  uploadPart(partNumber: number, value: any, options?: any): Promise<any>;
  complete(uploadedParts: any[]): Promise<any>;
  abort(): Promise<void>;
}

/** A service binding. */
export interface Service {
  fetch(request: Request): Promise<Response>;
}

/** One file of a request, and what came of it. */
export interface ScreenedFile {
  /** The name of its field in the form; none for a raw body. */
  field?: string;
  /** As the client wrote it: never put it into a path or into HTML. */
  filename?: string;
  /** Bytes. */
  size: number;
  /** 64 hexadecimal digits, computed here. */
  sha256: string;
  /** Whether it may be trusted. Only `allowed` says so. */
  verdict: Scan['verdict'];
  /** As of {@link Scan.reason}; where the scan failed, the `code` of its error. */
  reason: string;
  /** The server's own words, or those of the error. Never put them into HTML. */
  detail?: string;
  /** The analysis, where there is one. */
  dataId?: string;
  /** What the engines found. */
  threats: Threat[];
}

/** What came of a request: the worst of its files. Without a file there is nothing to object to. */
export interface Screening {
  verdict: Scan['verdict'];
  /** In the order of the body. */
  files: ScreenedFile[];
}

/** How {@link preScreen} has uploads checked, and where they go. */
export interface PreScreenOptions
  extends ServiceOptions, Pick<ConnectOptions, 'retry' | 'timeout' | 'responseTimeout'> {
  /** Signs the verdict for the origin, and seals the handles of status URLs. */
  secret: Secret;
  /**
   * Who gets what is allowed: another address (scheme, host and port; path and query are the request's), a
   * service binding, or a function that answers in its place.
   * @defaultValue the address of the request itself, for a Worker on a route before its origin. On other platforms it has to be given,
   * unless there is a `store`
   */
  origin?: string | Service | ((request: Request, screening: Screening) => Promise<Response>);
  /**
   * Stores what is allowed in a bucket in place of sending it to an origin, each file an object, and answers 201
   * with their keys.
   */
  store?: {
    bucket: Bucket;
    /** @defaultValue a random id; for a raw `PUT`, the path */
    key?: (file: ScreenedFile, request: Request) => string;
  };
  /** Where a body is until its verdict is there. */
  holding?: {
    /**
     * For bodies over `memory`, with a stated length or without, and those whose analysis takes longer than the client waits; with these it holds the
     * headers of the request as well, sealed, until they are delivered. What nobody asks for stays: give it a
     * lifecycle rule that deletes after a day. After that it is not delivered any more.
     */
    bucket?: Bucket;
    /** What keys in it begin with. @defaultValue `'metadefender-holding/'` */
    prefix?: string;
    /**
     * Bodies up to so many bytes are held in memory. A larger one that does not state its length goes to the bucket in parts
     * of this size, of 5 MiB at least, by R2's multipart upload. @defaultValue 8 388 608 (8 MiB)
     */
    memory?: number;
    /** All bodies in memory together, of all requests of the isolate, bytes. @defaultValue 50 331 648 (48 MiB) */
    isolateMemory?: number;
  };
  /** How large a body may be, bytes. @defaultValue 100 000 000, the largest on Cloudflare's Free and Pro plans */
  maxSize?: number;
  /** How large a text field of a form may be that is not scanned, bytes. @defaultValue 1 048 576 (1 MiB) */
  maxFieldSize?: number;
  /** How many files a form may have; {@link PreScreenOptions.typedFields} do not count. @defaultValue 10 */
  maxFiles?: number;
  /**
   * What becomes of text fields with a Content-Type (RFC 7578, 4.4) and no filename. aiohttp, Spring, .NET, Symfony and
   * Retrofit send text so, and JSON. To most servers they are text; formidable (3.5, 2.1) stores each as a file.
   *
   * - `'scan'`: they are scanned as files are, and are among the `files` of the {@link Screening} and of the verdict. What they hold
   *   leaves for MetaDefender, be it a password, and counts against its quota.
   * - `'pass'`: they are text, and are not scanned. Only for an origin whose parser takes them for text.
   *
   * They do not count for `maxFiles`, but 100 are scanned at most, and `store` does not store them. One of `application/octet-stream`, which busboy
   * and multer take for a file, or of a type that can be read in two ways is a file in any case.
   * @defaultValue `'scan'`
   */
  typedFields?: 'scan' | 'pass';
  /** Whether a file is looked up by its hash before it is uploaded, where that is known by then. @defaultValue `true` */
  lookup?: boolean;
  /**
   * What to answer where a file is `undetermined`, or could not be scanned: `'forward'` sends it on, with a
   * verdict that says so. It is not called where a file is blocked. One that takes longer than 10 s has failed.
   * @defaultValue 503 with problem details
   */
  undetermined?: (
    screening: Screening,
    request: Request,
  ) => Response | 'forward' | Promise<Response | 'forward'>;
  /**
   * How long a client waits for the verdict, ms. After that: 202 with a status URL where the body is held in a bucket,
   * else 503 with `Retry-After`.
   * @defaultValue 25 000
   */
  waitFor?: number;
  /**
   * How many calls one request may make: to MetaDefender, the origin, buckets and queue; 10 at least, and with `store`
   * two more for each of `maxFiles`. With the last ones it is handed over as after `waitFor`. A body that does not state its
   * length takes one for each part (`holding.memory`) and two more; where they would not leave ten, it is refused with 411.
   * Elsewhere there is no limit unless told, and calls to MetaDefender do not count.
   * @defaultValue 50, that of the Free plan, in Workers
   */
  subrequests?: number;
  /**
   * Where status URLs are; `GET` of one is answered by the same handler, see {@link UploadStatus}.
   * @defaultValue `'/metadefender-status'`
   */
  statusPath?: string;
  /**
   * A queue that finishes what took longer, by {@link preScreenQueue}; without one it is finished when the client asks
   * for its status. Its `max_retries` has to be 12 or more (Cloudflare's default is 3). Elsewhere `folderQueue()`, `sqliteQueue()` or
   * `memoryQueue()` of `metadefender-wasm/edge/node`.
   */
  queue?: { send(message: unknown, options?: any): Promise<unknown> };
  /** Hears what went wrong, in words that hold no key. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/**
 * Has uploads checked before they reach an origin. A request with a body, raw or `multipart/form-data`, is hashed
 * and held while it comes in; only what is `allowed` goes on, byte for byte, with the verdict in
 * headers that {@link verifyVerdict} checks. What is blocked is answered with 422, what cannot be decided with 503,
 * both with problem details (RFC 9457). Requests without a body pass, and so does what asks for a WebSocket, as one
 * that has none. Of a form the files are scanned; its text fields are not, but for {@link PreScreenOptions.typedFields}. A form that
 * two parsers could read in two ways is refused with 400, and so is a file with two names.
 *
 * What took longer is delivered at most once: it is sent again only where the origin could not be reached, or
 * answered 408, 425, 429 or 5xx. Where nobody knows whether the origin has got it, the status says so:
 * `delivery-unknown`. An origin has 100 s to answer, and a second more for each MiB.
 *
 * With the compatibility flag `enable_request_signal` a Worker hears that a client has hung up: the analysis is then
 * called off, and what is held is deleted.
 *
 * @example
 * export default {
 *   fetch: preScreen((env: Env) => ({
 *     baseUrl: env.METADEFENDER_URL,
 *     apiKey: env.METADEFENDER_KEY,
 *     secret: env.VERDICT_SECRET,
 *     origin: 'https://origin.example.com',
 *     holding: { bucket: env.HOLDING },
 *   })),
 * };
 */
export function preScreen<Env = unknown>(options: From<Env, PreScreenOptions>): Handler<Env>;

/** A batch of messages, as a queue's consumer gets it. */
export interface ScreeningMessages {
  readonly messages: readonly {
    readonly body: unknown;
    readonly attempts: number;
    ack(): void;
    retry(options?: { delaySeconds?: number }): void;
  }[];
}

/**
 * The consumer of {@link PreScreenOptions.queue}: follows analyses to their end and delivers what is allowed. With the
 * same options as {@link preScreen}. It gives up after 12 attempts.
 */
export function preScreenQueue<Env = unknown>(
  options: From<Env, PreScreenOptions>,
): (batch: ScreeningMessages, ...rest: HandlerArguments<Env>) => Promise<void>;

/** 201: what {@link PreScreenOptions.store} has stored, the files in the order of the body. */
export interface StoredFiles {
  files: { key: string; sha256: string; size: number }[];
}

/**
 * What a status URL answers: 202 while the analysis goes on; 200 once the upload is delivered, with what it was
 * `answered` (the status of the origin's answer) or the stored `files`. Without a queue, who asks when it ends gets the
 * origin's own answer, or 201. Refusals are {@link ScreeningProblem}s here too.
 */
export type UploadStatus =
  { status: 'pending' } | ({ status: 'delivered'; answered?: number } & Partial<StoredFiles>);

/** The problem details (RFC 9457) of {@link preScreen}'s refusals. */
export interface ScreeningProblem {
  /** `urn:metadefender-wasm:` and what is wrong: `blocked`, `undetermined`, `too-large`, … */
  type: string;
  title: string;
  status: number;
  detail?: string;
  /** Of `blocked` and `undetermined`: the files, without ids. */
  files?: Pick<ScreenedFile, 'field' | 'filename' | 'verdict' | 'reason' | 'threats'>[];
}
