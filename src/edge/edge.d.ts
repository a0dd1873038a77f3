/**
 * The handlers for Cloudflare Workers and for servers: {@link scanProxy}, {@link preScreen}, {@link preScreenQueue}.
 *
 * @module metadefender-wasm/edge
 */

import type { Bucket, Platform, RateLimiter, ResultCache } from './edge-platform.js';
import type { ConnectOptions, HeaderValues, Scan, Threat } from './index.js';

export * from './edge-platform.js';
export * from './edge-screen-bucket.js';
export * from './edge-verify.js';

/**
 * A fetch handler. Call it for the requests under its path, or use it as the Worker's `fetch`. It responds to every
 * request and never rejects.
 */
export type Handler<Env = unknown> = (
  request: Request,
  ...rest: HandlerArguments<Env>
) => Promise<Response>;

/**
 * The arguments after the request or the batch. Leave out `env` if the options do not depend on it, and `context` on
 * any platform but Cloudflare's: without it, the handler responds when everything is done that it would have left to
 * `waitUntil`.
 */
export type HandlerArguments<Env> = unknown extends Env
  ? [env?: Env, context?: HandlerContext]
  : [env: Env, context?: HandlerContext];

/** The part of a Worker's `ExecutionContext` that a handler needs. */
export interface HandlerContext {
  /** Keeps the Worker alive until the promise settles. */
  waitUntil(promise: Promise<unknown>): void;
}

/**
 * Options, or a function that makes them from the Worker's bindings and secrets. It is called once for each `env`.
 *
 * A secret or a binding (a bucket, a queue, a rate limiter, an origin) that is `undefined` or `null` is an
 * `invalid-input` error, and the handler responds with 500: its name is misspelt, or the configuration lacks it. Leave
 * out what you do not want. Only `apiKey` may be `undefined`, as some gateways need none.
 */
export type From<Env, Options> = Options | ((env: Env) => Options | Promise<Options>);

/**
 * A platform that uses only standard Web APIs: `fetch`, streams and WebAssembly. It is for Vercel's edge runtime, and others without Node's
 * modules; where these exist, `nodePlatform()` needs less CPU time and memory. `fetch` must send a stream with the `Content-Length` of the
 * headers.
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

/** Where MetaDefender is, and what is sent with every call to it. */
export interface ServiceOptions extends Pick<
  ConnectOptions,
  'baseUrl' | 'api' | 'apiKey' | 'userAgent' | 'rule' | 'fetch'
> {
  /** More headers of every call. */
  headers?: HeaderValues;
  /**
   * The platform that the handler runs on: in Node, Deno and Bun `nodePlatform()` from `metadefender-wasm/edge/node`, in Vercel's edge
   * runtime {@link webPlatform}. Required everywhere but in Cloudflare Workers.
   * @defaultValue Cloudflare Workers
   */
  platform?: Platform;
}

/**
 * A secret of at least 32 characters, for example from `openssl rand -hex 32`. The first secret of a list signs, and
 * all of them are accepted, so that a secret can be replaced while its signatures are still in use.
 */
export type Secret = string | string[];

/**
 * What a page can call through {@link scanProxy}. `batches` are all calls of a batch but the one that adds a file,
 * which is `analyze`.
 */
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

/** The parameters of an analysis that a visitor may set. Others are refused with 403. */
export interface ProxyParameters {
  /**
   * The rules that a visitor may choose; `true` allows any. A visitor can bypass the default rule with a more lenient
   * one.
   * @defaultValue `false`: the rule is {@link ServiceOptions.rule}
   */
  rule?: boolean | string[];
  /** @defaultValue `true` */
  archivePasswords?: boolean;
  /** {@link ScanProxyOptions.maxSize} does not limit the decompressed size. @defaultValue `false` */
  contentEncoding?: boolean;
  /** It is passed to external scanners and post actions. @defaultValue `false` */
  metadata?: boolean;
  /** It is passed to the engines. @defaultValue `false` */
  enginesMetadata?: boolean;
  /** @defaultValue `false` */
  globalTimeout?: boolean;
  /** Cloud. @defaultValue `false` */
  sampleSharing?: boolean;
  /** Cloud v4. @defaultValue `false` */
  privateProcessing?: boolean;
}

/** The options of {@link scanProxy}. */
export interface ScanProxyOptions extends ServiceOptions {
  /**
   * The path of the proxy, which pages use as `baseUrl`; `'/'` if a router strips the path, as Hono's `mount` does.
   * @defaultValue `'/scan'`
   */
  mount?: string;
  /** Encrypts the handles that visitors get in place of data ids and batch ids. */
  secret: Secret;
  /**
   * How long a handle is valid, **seconds**. The handles in a response expire with the handle of the request, but those
   * of a batch's files this many seconds later.
   * @defaultValue 3600
   */
  handleLifetime?: number;
  /**
   * Identifies the visitor: the id of a session or an account. A handle is then only valid for the visitor who got it;
   * without this option, for anyone who has it, and handles cannot be guessed. (The client downloads Cloud's clean
   * copies without its `headers`: if you use such downloads, identify visitors by a cookie.)
   */
  visitor?: (request: Request) => string | Promise<string>;
  /**
   * Whether this visitor may use the proxy. `false` responds with 401; a `Response` is sent as it is. Called for every
   * request, except CORS preflights and those that `origins` or `rateLimit` refuse.
   */
  authorize?: (request: Request) => boolean | Response | Promise<boolean | Response>;
  /**
   * The operations that are allowed; `false` switches one off. A look-up that is off finds nothing, so that the page
   * uploads the file; other operations respond with 403. Log-in and log-out are never passed on.
   * @defaultValue all but `limits`, and `rules` only where {@link ProxyParameters.rule} is given
   */
  operations?: Partial<Record<ProxyOperation, boolean>>;
  /** The parameters of an analysis that a visitor may set. */
  parameters?: ProxyParameters;
  /** The largest file, bytes. @defaultValue 100 000 000, the largest body on Cloudflare's Free and Pro plans */
  maxSize?: number;
  /**
   * Other origins whose pages may use the proxy (CORS), such as `https://www.example.com`; `'*'` allows all. Cookies
   * only work on the proxy's own origin: a page of another origin authenticates with a header, `connect({ headers })`.
   * @defaultValue none: only pages of the proxy's own origin
   */
  origins?: string[] | '*';
  /**
   * Limits each client, with Cloudflare's rate limiting or `memoryRateLimiter()`. Over the limit, the proxy responds
   * with 429 and `Retry-After`. A missing binding is an error: leave out what you do not want.
   */
  rateLimit?: {
    /**
     * Counts every request. A scan makes 3 to about 20 requests; a look-up of many hashes counts as one for each 50 of
     * them.
     */
    requests?: RateLimiter;
    /** Counts uploads. */
    uploads?: RateLimiter;
    /**
     * The key that identifies a client.
     * @defaultValue the address in `CF-Connecting-IP`, for IPv6 its /64. On other platforms this option is required, as
     * any client can send such a header.
     */
    key?: (request: Request) => string | Promise<string>;
  };
  /**
   * How long the results of look-ups are cached, **seconds**; 0 for no cache.
   * @defaultValue 300
   */
  cacheFor?: number;
  /**
   * The cache, such as `memoryCache()` from `metadefender-wasm/edge/node`.
   * @defaultValue the Cache API in Workers, which only works on a domain of your own, not on `workers.dev`; elsewhere
   * nothing is cached
   */
  cache?: ResultCache;
  /**
   * Whether a look-up by hash returns the full report and gives access to the clean copy. A full report has the name
   * under which another visitor uploaded the file, the contents of archives, and excerpts with sensitive data.
   * Otherwise a look-up only returns the verdict and what the engines found.
   * @defaultValue `false`
   */
  shareReports?: boolean;
  /**
   * Called with a message about each failed call to MetaDefender. It never contains a key. @defaultValue
   * `console.error`
   */
  onError?: (message: string) => void;
}

/**
 * A proxy between pages and MetaDefender that keeps the API key: `connect({ baseUrl: '/scan' })` in the page talks to
 * it as if it were the service. It only passes on known operations, with the parameters that you allow, and streams
 * bodies. In place of data ids, visitors get encrypted handles that are valid for an hour.
 *
 * Its own errors are problem details (RFC 9457), with the message in `err` too, where MetaDefender's errors have it. An
 * upload is aborted if the visitor disconnects before its end; if the visitor sends nothing for 60 s, or less than 1
 * KiB a second (408); and if MetaDefender accepts no bytes for 60 s, or does not respond within 120 s after the last
 * byte, plus a second for each MiB (504). Other calls may take 60 s.
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

/** A service binding. */
export interface Service {
  /** Sends the request to the other Worker. */
  fetch(request: Request): Promise<Response>;
}

/** A file of a request and its verdict. */
export interface ScreenedFile {
  /** The name of its field in the form; none for a raw body. */
  field?: string;
  /** The name that the client sent: never use it in a path or in HTML. */
  filename?: string;
  /** Bytes. */
  size: number;
  /** The SHA-256, computed here: 64 hexadecimal digits. */
  sha256: string;
  /** Whether it may be trusted. Only `allowed` says so. */
  verdict: Scan['verdict'];
  /** {@link Scan.reason}, or the `code` of the error if the scan failed. */
  reason: string;
  /** The message of the server or of the error. Never put it into HTML. */
  detail?: string;
  /** The analysis, where there is one. */
  dataId?: string;
  /** What the engines found. */
  threats: Threat[];
}

/** The verdict on a request: the worst of its files, or `allowed` if it has none. */
export interface Screening {
  /** The worst verdict of the files. */
  verdict: Scan['verdict'];
  /** In the order of the body. */
  files: ScreenedFile[];
}

/** The options of {@link preScreen}. */
export interface PreScreenOptions
  extends ServiceOptions, Pick<ConnectOptions, 'retry' | 'timeout' | 'responseTimeout'> {
  /** Signs the verdict for the origin, and encrypts the handles in status URLs. */
  secret: Secret;
  /**
   * Where allowed requests are sent: an address (scheme, host and port; path and query are those of the request), a
   * service binding, or a function that responds itself.
   * @defaultValue the address of the request itself, for a Worker on a route in front of its origin. Required on other
   * platforms, unless there is a `store`
   */
  origin?: string | Service | ((request: Request, screening: Screening) => Promise<Response>);
  /**
   * Stores allowed files in a bucket instead of sending the request to an origin, each as an object, and responds with
   * 201 and their keys.
   */
  store?: {
    /** Where the files are stored. */
    bucket: Bucket;
    /** The key of a file. @defaultValue a random id; for a raw `PUT`, the path */
    key?: (file: ScreenedFile, request: Request) => string;
  };
  /** Where bodies are held until their verdict is known. */
  holding?: {
    /**
     * For bodies larger than `memory`, and those whose analysis takes longer than the client waits; for the latter it
     * holds the request's headers too, encrypted, until they are delivered. Abandoned uploads stay in it: add a
     * lifecycle rule that deletes objects after a day, after which they are not delivered any more.
     */
    bucket?: Bucket;
    /** The prefix of its keys. @defaultValue `'metadefender-holding/'` */
    prefix?: string;
    /**
     * The largest body that is held in memory, bytes. A larger one of unknown length goes to the bucket as a multipart
     * upload with parts of this size, at least 5 MiB. @defaultValue 8 388 608 (8 MiB)
     */
    memory?: number;
    /**
     * The total size of all bodies in memory, of all requests of the isolate, bytes. @defaultValue 50 331 648 (48 MiB)
     */
    isolateMemory?: number;
  };
  /** The largest body, bytes. @defaultValue 100 000 000, the largest on Cloudflare's Free and Pro plans */
  maxSize?: number;
  /** The largest text field of a form that is not scanned, bytes. @defaultValue 1 048 576 (1 MiB) */
  maxFieldSize?: number;
  /** The most files that a form may have, not counting {@link PreScreenOptions.typedFields}. @defaultValue 10 */
  maxFiles?: number;
  /**
   * What to do with text fields that have a Content-Type (RFC 7578, 4.4) but no filename. aiohttp, Spring, .NET,
   * Symfony and Retrofit send text and JSON this way. Most servers take them for text; formidable (3.5, 2.1) stores
   * each as a file.
   *
   * - `'scan'`: they are scanned like files, and are listed in the `files` of the {@link Screening} and of the verdict.
   * Their content, even a password, is sent to MetaDefender and counts against its quota.
   * - `'pass'`: they are not scanned. Only for an origin whose parser takes them for text.
   *
   * They do not count for `maxFiles`, but at most 100 are scanned, and `store` does not store them. A field of type
   * `application/octet-stream`, which busboy and multer take for a file, or of an ambiguous type is always a file.
   * @defaultValue `'scan'`
   */
  typedFields?: 'scan' | 'pass';
  /**
   * Whether a file is looked up by its hash before it is uploaded, if the hash is known by then. @defaultValue `true`
   */
  lookup?: boolean;
  /**
   * The response if a file is `undetermined` or could not be scanned; `'forward'` sends the request to the origin with
   * the verdict `undetermined`. Not called if a file is blocked. It fails after 10 s.
   * @defaultValue 503 with problem details
   */
  undetermined?: (
    screening: Screening,
    request: Request,
  ) => Response | 'forward' | Promise<Response | 'forward'>;
  /**
   * How long a client waits for the verdict, ms. After that, the response is 202 with a status URL if the body is held
   * in a bucket, else 503 with `Retry-After`.
   * @defaultValue 25 000
   */
  waitFor?: number;
  /**
   * The most calls that a request may make to MetaDefender, the origin, buckets and the queue: at least 10, and with
   * `store` two more for each of `maxFiles`. Before they run out, the request is handed over as after `waitFor`. A body
   * of unknown length takes one call for each part (`holding.memory`) and two more; if that would leave fewer than ten,
   * it is refused with 411. On other platforms there is no limit by default, and calls to MetaDefender do not count.
   * @defaultValue 50, in Workers, the limit of the Free plan
   */
  subrequests?: number;
  /**
   * The path of status URLs, which the same handler serves; see {@link UploadStatus}.
   * @defaultValue `'/metadefender-status'`
   */
  statusPath?: string;
  /**
   * A queue whose consumer, {@link preScreenQueue}, finishes the uploads that take longer than `waitFor`. Without one,
   * an upload is finished when the client asks for its status. Set its `max_retries` to 12 or more (Cloudflare's
   * default is 3). On other platforms use `folderQueue()`, `sqliteQueue()` or `memoryQueue()` from
   * `metadefender-wasm/edge/node`.
   */
  queue?: {
    /** Resolves when the queue has the message. */
    send(message: unknown, options?: any): Promise<unknown>;
  };
  /** Called with a message about each failure. It never contains a key. @defaultValue `console.error` */
  onError?: (message: string) => void;
}

/**
 * Checks uploads before they reach an origin. The body of a request, raw or `multipart/form-data`, is hashed and held
 * while it is received. Only an `allowed` request is sent on, byte for byte, with the verdict in headers that {@link
 * verifyVerdict} checks. A blocked upload gets 422, an undetermined one 503, both with problem details (RFC 9457).
 * Requests without a body pass, WebSocket handshakes included. The files of a form are scanned; its text fields are
 * not, except for {@link PreScreenOptions.typedFields}. A form that two parsers could read differently is refused with
 * 400, and so is a file with two names.
 *
 * An upload that is finished later is delivered at most once: it is only sent again if the origin could not be reached,
 * or responded with 408, 425, 429 or 5xx. If it is unknown whether the origin has received it, the status is
 * `delivery-unknown`. An origin has 100 s to respond, and a second more for each MiB.
 *
 * With the compatibility flag `enable_request_signal`, a Worker notices that a client has disconnected: it then cancels
 * the analysis and deletes the held body.
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

/** A batch of messages of a queue. */
export interface ScreeningMessages {
  /** The messages. Each is acknowledged or retried individually. */
  readonly messages: readonly {
    /** What {@link preScreen} sent. */
    readonly body: unknown;
    /** How many times the message was delivered, this time included. */
    readonly attempts: number;
    /** Marks the message as done. */
    ack(): void;
    /** Has the message delivered again, after so many **seconds**. */
    retry(options?: { delaySeconds?: number }): void;
  }[];
}

/**
 * The consumer of {@link PreScreenOptions.queue}: follows analyses to their end and delivers allowed uploads. It takes
 * the same options as {@link preScreen}, and gives up after 12 attempts.
 */
export function preScreenQueue<Env = unknown>(
  options: From<Env, PreScreenOptions>,
): (batch: ScreeningMessages, ...rest: HandlerArguments<Env>) => Promise<void>;

/** The body of a 201: what {@link PreScreenOptions.store} has stored, in the order of the request's body. */
export interface StoredFiles {
  /** Each file that was stored. */
  files: {
    /** The key of the object in the bucket. */
    key: string;
    /** The SHA-256 of the file, 64 hexadecimal digits. */
    sha256: string;
    /** The size of the file, bytes. */
    size: number;
  }[];
}

/**
 * What a status URL responds with: 202 while the analysis is running; 200 once the upload is delivered, with the status
 * of the origin's response (`answered`) or the stored `files`. Without a queue, the client whose request finishes the
 * upload gets the origin's own response, or 201. Refusals are {@link ScreeningProblem}s here too.
 */
export type UploadStatus =
  | {
      /** The analysis is still running. */
      status: 'pending';
    }
  | ({
      /** The upload was delivered to the origin or stored. */
      status: 'delivered';
      /** The status of the origin's response. */
      answered?: number;
    } & Partial<StoredFiles>);

/** The problem details (RFC 9457) of {@link preScreen}'s refusals. */
export interface ScreeningProblem {
  /** `urn:metadefender-wasm:` and what is wrong: `blocked`, `undetermined`, `too-large`, … */
  type: string;
  /** What is wrong, in a few words. */
  title: string;
  /** The HTTP status of the answer. */
  status: number;
  /** What is wrong with this request, in a sentence. */
  detail?: string;
  /** The files of a `blocked` or `undetermined` request, without ids. */
  files?: Pick<ScreenedFile, 'field' | 'filename' | 'verdict' | 'reason' | 'threats'>[];
}
