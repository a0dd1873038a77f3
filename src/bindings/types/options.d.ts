import type { Algorithm, Digests, Progress } from './scan.js';

/**
 * A file, wherever its bytes are.
 *
 * - A `Blob` or `File` is read in slices and sent as it is, whatever its size.
 * - Bytes (`ArrayBuffer`, typed arrays, `DataView`) are not to be changed before the call is settled.
 * - A stream, or the body of a `Request` or `Response`, can be read once. In browsers (and in Deno behind a proxy) it is
 *   collected into a `Blob` first. Elsewhere it is sent as it flows, hashed on the way, and not
 *   looked up (but see {@link ScanOptions.digests} and {@link ScanOptions.upload}); its length is known from `Content-Length` or from
 *   {@link AnalyzeOptions.contentLength}. Where nobody knows it, a short stream is held in memory ({@link AnalyzeOptions.bufferLimit}).
 * - A `file:` URL is read in Node (20.16 and newer), Deno and Bun.
 */
export type Source =
  Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | Request | Response | URL;

/** Headers as the `Headers` constructor takes them. */
export type HeaderValues = ConstructorParameters<typeof Headers>[0];

/** What a connection is made with. */
export interface ConnectOptions {
  /**
   * The address of the service: `http://localhost:8899`, or a path such as `/scan` behind a proxy
   * on the page's own origin, also in a worker that was made of a `blob:` URL. Without query, fragment, user name or password.
   */
  baseUrl: string;
  /**
   * Which API the service speaks: `cluster` is MetaDefender Distributed Cluster's, which
   * MetaDefender Core speaks too. The `baseUrl` of Cloud ends in its version:
   * `https://api.metadefender.com/v4`. Browsers cannot call Cloud, which allows no other origin.
   * @defaultValue `'cluster'`
   */
  api?: 'cluster' | 'cloud-v2' | 'cloud-v4';
  /**
   * The key of every call. It travels in the header `apikey` and nowhere else. A key in a page is
   * everybody's: in a browser, put a proxy that adds it before the service.
   */
  apiKey?: string;
  /** The header `user_agent` of every call, by which the service limits access to rules. */
  userAgent?: string;
  /** The rule of every analysis and look-up that names none; otherwise the server's default rule. */
  rule?: string;
  /**
   * More headers of every call, for a proxy on the way, say; none replaces one of the client's own. A function is asked before each
   * request, those of polling and of second attempts among them, for a token that is fresh: let it keep the token for as long as that
   * is good. Where it throws or rejects, nothing is sent, and the call fails with `invalid-input` and what was thrown as
   * `cause`; where it does not settle in {@link timeout}, with `timeout`. A 401 is not tried again. Values of headers whose names
   * have `key`, `auth`, `token`, `secret` or `cookie` in them are struck from all errors, those of earlier requests as well.
   *
   * @example
   * connect({ baseUrl: '/scan', headers: async () => ({ authorization: `Bearer ${await token()}` }) });
   */
  headers?: HeaderValues | (() => HeaderValues | PromiseLike<HeaderValues>);
  /**
   * When a browser sends its cookies along, as `credentials` of `fetch`: `include` does so to another
   * origin as well, where a load balancer finds by one the node that knows an analysis. With `omit`,
   * uploads report no progress. Servers and Workers need nothing of this: there the connection keeps the
   * cookies that the service sets (RFC 6265), and sends each back to the service only, with what belongs
   * to the same analysis, batch or session.
   * @defaultValue `'same-origin'`
   */
  credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * Used in place of the runtime's own `fetch` (and of XHR, so that a browser reports no upload
   * progress): a service binding of a Worker, for instance. Called with a URL and an init object. As nobody can watch
   * how far an upload is that it sends, that has 1 s for each 32 000 bytes, 1 h at most, and then {@link responseTimeout}.
   */
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  /** How often and how soon a call is made again that failed for the moment. */
  retry?: RetryOptions;
  /**
   * ms without progress before one request has failed with `timeout`. While bytes flow it does not
   * run out. From the last byte of an upload to its response, {@link responseTimeout} counts instead.
   * @defaultValue 30 000
   */
  timeout?: number;
  /**
   * ms that a server may take from the last byte of an upload to its response, to which 1 s is added for each MiB of the file;
   * 0 or more, and `Infinity` for any time. Proxies that buffer (nginx by default) and services that store the file first need
   * it. When it is over, the upload fails with `timeout` and is not sent again, as its analysis may go on; a `scan` looks for that by the
   * hash first. Where nobody can see how far an upload is (behind a service worker, by {@link fetch}), 1 s for each 32 000 bytes is
   * added, 1 h at most.
   * @defaultValue 150 000, or {@link timeout} where that is longer: half a minute more than `scanProxy` waits for MetaDefender
   */
  responseTimeout?: number;
}

/**
 * Calls that can be made twice without harm are made again after a network failure and after HTTP
 * 408, 429, 502, 503 and 504; an upload, if its bytes can be read again (not a stream's). Where one may have arrived all the same,
 * `scan` and `scanBatch` look for its analysis by the hash first (not with `lookup: false`), and an upload whose last byte was sent is
 * not sent again after a timeout of the client's own.
 * The delay is random, up to a bound that doubles each time ("full jitter"), and at least what
 * `Retry-After` or `x-ratelimit-reset-in` ask for.
 */
export interface RetryOptions {
  /**
   * How many times a call is made at most, the first one included; 1 is never again.
   * @defaultValue 4
   */
  attempts?: number;
  /**
   * The bound of the first delay, ms.
   * @defaultValue 250
   */
  baseDelay?: number;
  /**
   * No delay is longer than this, ms. A call whose server asks for more fails at once, with
   * `retryAfter` in the error.
   * @defaultValue 20 000
   */
  maxDelay?: number;
}

/** Options of every call. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's own `reason`. */
  signal?: AbortSignal;
}

/** How a file is hashed. */
export interface DigestOptions extends CallOptions {
  /**
   * By which algorithms, in one pass.
   * @defaultValue `['sha256']`
   */
  algorithms?: Algorithm[];
  /**
   * The only engine that may be used: `wasm` is this package's own, `native` the runtime's (node:crypto,
   * `crypto.DigestStream`, or in browsers `crypto.subtle`, which needs the whole file in memory, a secure context, and has no
   * MD5). Where it cannot hash the file, the call fails with `unsupported`.
   * @defaultValue the fastest for the file that is flat in memory: in browsers, native up to 64 MiB
   */
  engine?: 'wasm' | 'native';
  /** Hears how far it is. */
  onProgress?: (progress: Progress) => void;
}

/** How a file is submitted. MDDC API Gateway, *Analyze File*: its headers. */
export interface AnalyzeOptions extends CallOptions {
  /** The name of the file. Any characters. @defaultValue that of a `File` or `file:` URL */
  filename?: string;
  /** The rule of the analysis. @defaultValue {@link ConnectOptions.rule}, else the server's */
  rule?: string;
  /** Passwords to try on an encrypted archive or document. */
  archivePasswords?: string[];
  /** Context that comes back with the result. A string is sent as it is, anything else as JSON. */
  metadata?: unknown;
  /** Context for the engines. A string is sent as it is, anything else as JSON. */
  enginesMetadata?: unknown;
  /** Overrides the global timeout of the rule. **Seconds.** */
  globalTimeout?: number;
  /**
   * Encodes the bytes before they are sent: `gzip` (RFC 1952) for a slow line, `base64` (RFC 4648)
   * for one that breaks bytes. A stream is collected into memory for it. Hashes and `onProgress`'s
   * first phase are of the bytes as they are. Not Cloud.
   */
  contentEncoding?: 'gzip' | 'base64';
  /** How many bytes a stream has, if it does not say so itself. */
  contentLength?: number;
  /**
   * How many bytes of a stream are held in memory at most, to count them, where nobody knows its length. One that has
   * more is refused as `length-required`. It counts on servers and in Workers; a browser keeps on disk what is large.
   * @defaultValue 16 MiB (16 777 216)
   */
  bufferLimit?: number;
  /** Cloud: whether the file may be shared with others. @defaultValue that of the API key */
  sampleSharing?: boolean;
  /** Cloud v4: whether the file is analysed in private. @defaultValue that of the API key */
  privateProcessing?: boolean;
  /** Hears how far it is. */
  onProgress?: (progress: Progress) => void;
}

/** When to ask for the result of an analysis that goes on. Each delay is a tenth longer or shorter at random. */
export interface PollOptions {
  /**
   * The delay before the second question, ms; the first is asked at once.
   * @defaultValue 400
   */
  initialDelay?: number;
  /**
   * No delay is longer than this, ms.
   * @defaultValue 7 500
   */
  maxDelay?: number;
  /**
   * How much longer each delay is than the one before.
   * @defaultValue 1.6
   */
  factor?: number;
}

/** How an analysis is followed. */
export interface WaitOptions extends CallOptions {
  /**
   * ms after which it has taken too long and the call rejects with `timeout`. The analysis itself
   * goes on.
   * @defaultValue 600 000
   */
  timeout?: number;
  /**
   * Asks once, and rejects with `timeout` where the analysis goes on: for whoever asks again by a clock or a queue of their own.
   * `timeout` is not looked at then.
   * @defaultValue `false`
   */
  once?: boolean;
  /** When to ask. */
  poll?: PollOptions;
  /** Hears how far it is. */
  onProgress?: (progress: Progress) => void;
}

/** How a scan is taken up again. */
export interface ResumeOptions extends WaitOptions {
  /**
   * Hashes of the file that you computed, of either case: those that the result carries have to be
   * the same. Without them nothing says that the analysis is of your file: a data id that comes from
   * a page may be another file's.
   */
  digests?: Digests;
  /**
   * Whether an abort calls the analysis off on the server as well (`POST /file/{data_id}/cancel`).
   * @defaultValue `true`
   */
  cancelOnAbort?: boolean;
}

/** How a file is scanned. */
export interface ScanOptions extends AnalyzeOptions {
  /**
   * Whether to look for the result of an earlier analysis of the same bytes, which saves the
   * upload. One that is stale (`outdated_data`), unfinished or came to no result is passed over.
   * @defaultValue `true`
   */
  lookup?: boolean | LookupOptions;
  /**
   * The hash to look up. MD5 and SHA-1 collide; with them SHA-256 is computed as well, and compared
   * with that of the result.
   * @defaultValue `'sha256'`
   */
  hash?: Algorithm;
  /**
   * Hashes of the file that you computed already, of either case: `sha256`, and `hash` where that is another. The
   * file is then not read for them, and a stream can be looked up before it is sent. Those that the server reports have to
   * be the same. Only from whoever has read these very bytes: with the hash of another file, the
   * look-up tells the verdict of that one.
   */
  digests?: Digests;
  /**
   * Whether the file is uploaded where no earlier result answers for it. Not to: the scan rejects with
   * `not-found` then, and a stream, which is read for it, is hashed and looked up wherever it is.
   * @defaultValue `true`
   */
  upload?: boolean;
  /**
   * ms that the analysis may take after the upload.
   * @defaultValue 600 000
   */
  timeout?: number;
  /** When to ask for the result. */
  poll?: PollOptions;
  /**
   * Whether an abort calls the analysis off on the server as well (`POST /file/{data_id}/cancel`).
   * @defaultValue `true`
   */
  cancelOnAbort?: boolean;
}

/** How an earlier result is looked for. */
export interface LookupOptions {
  /** Only in the last so many **hours**; 0 is without limit. @defaultValue 0 */
  timeRange?: number;
  /**
   * Take a result whose engines, definitions or rule have changed since.
   * @defaultValue `false`
   */
  acceptOutdated?: boolean;
}

/** How a file is judged by its hashes. */
export interface LookupCallOptions extends CallOptions, LookupOptions {
  /**
   * Which of the hashes is looked up. MD5 and SHA-1 collide; SHA-256 has to be given as well, and is compared with that of
   * the result.
   * @defaultValue `'sha256'`
   */
  hash?: Algorithm;
  /** By this rule. @defaultValue {@link ConnectOptions.rule}, else the server's default one */
  rule?: string;
}

/** Which entries of an archive a result lists in `extracted_files`. */
export interface PageOptions {
  /** The index of the first entry. @defaultValue 0 */
  first?: number;
  /** How many entries. @defaultValue 50, by the server */
  size?: number;
}

/** How a result is fetched. MDDC API Gateway, *Fetch Analysis Result*. */
export interface ResultOptions extends CallOptions, PageOptions {
  /** Cloud v2: file metadata and `hash_results` too. @defaultValue `false` */
  fileMetadata?: boolean;
}

/** How a result is searched for. MDDC API Gateway, *Fetch Analysis Result By Hash*. */
export interface HashLookupOptions extends CallOptions, PageOptions {
  /** Results of this rule. @defaultValue {@link ConnectOptions.rule}, else the server's default one */
  rule?: string;
  /** Not among the files inside of archives. @defaultValue `false` */
  selfOnly?: boolean;
  /** Only in the last so many **hours**; 0 is without limit. @defaultValue 0 */
  timeRange?: number;
  /** An unfinished analysis too, where there is no finished one. @defaultValue `false` */
  includeInProgress?: boolean;
}

/** How several files are scanned. `onProgress` hears of all of them together. */
export interface BatchOptions extends Omit<ScanOptions, 'digests'> {
  /** The name of the batch; at most 1024 bytes, percent-encoded. */
  name?: string;
  /**
   * How many files are scanned at once.
   * @defaultValue 4, and look-ups of some of the next files beside them
   */
  concurrency?: number;
}

/** What a batch is made with. MDDC API Gateway, *Initiate Batch*. */
export interface NewBatchOptions extends CallOptions {
  /** The rule of its analyses. @defaultValue {@link ConnectOptions.rule}, else the server's */
  rule?: string;
  /** Its name (`user-data`); at most 1024 bytes, percent-encoded. */
  name?: string;
}

/** How a list is walked through. */
export interface PagesOptions extends CallOptions {
  /** How many entries are asked for at once. @defaultValue 50 */
  pageSize?: number;
}

/** How a batch's certificate is made. MDDC API Gateway, *Download Signed Batch Result*. */
export interface CertificateOptions extends CallOptions {
  /** Whether the report says what is known of vulnerabilities. @defaultValue the server's */
  includeVulnerabilities?: boolean;
}

/** Options of `assess`. */
export interface AssessOptions {
  /**
   * Which API the report is of: only Cloud's may leave `process_info` out.
   * @defaultValue `'cluster'`
   */
  api?: ConnectOptions['api'];
}
