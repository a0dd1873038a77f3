import type { Algorithm, Digests, Progress } from './scan.js';

/**
 * A file.
 *
 * - A `Blob` or `File` of any size is read in slices, and is the body of the upload.
 * - Do not change bytes (`ArrayBuffer`, typed arrays, `DataView`) until the call has settled.
 * - A stream, or the body of a `Request` or `Response`, can be read only once. Browsers (and Deno behind a proxy) collect it into a
 *   `Blob` first. Elsewhere it is hashed while it is sent, and not looked up before (but see {@link ScanOptions.digests} and
 *   {@link ScanOptions.upload}). Its length comes from `Content-Length` or {@link AnalyzeOptions.contentLength}. A short stream of
 *   unknown length is held in memory ({@link AnalyzeOptions.bufferLimit}).
 * - A `file:` URL works in Node (20.16 and newer), Deno and Bun.
 */
export type Source =
  Blob | ArrayBuffer | ArrayBufferView | ReadableStream<Uint8Array> | Request | Response | URL;

/** Headers in any form that the `Headers` constructor accepts. */
export type HeaderValues = ConstructorParameters<typeof Headers>[0];

/** Options of `connect`. */
export interface ConnectOptions {
  /**
   * The address of the service, such as `http://localhost:8899`, or the path of a proxy on the page's origin, such as `/scan` (also in
   * workers that were created from a `blob:` URL). It must not contain a query, fragment, user name or password.
   */
  baseUrl: string;
  /**
   * The API of the service. `cluster` is MetaDefender Distributed Cluster and MetaDefender Core. For Cloud, `baseUrl` ends with the
   * version: `https://api.metadefender.com/v4`. Browsers cannot call Cloud, because it allows no other origins.
   * @defaultValue `'cluster'`
   */
  api?: 'cluster' | 'cloud-v2' | 'cloud-v4';
  /**
   * The API key. It is sent in the header `apikey` and nowhere else. Everybody can read a key in a page: in a browser, use a proxy that
   * adds the key.
   */
  apiKey?: string;
  /** The header `user_agent` of every request. The service uses it to limit access to rules. */
  userAgent?: string;
  /** The rule of analyses and lookups that do not name one. @defaultValue the server's default rule */
  rule?: string;
  /**
   * Additional headers of every request, such as those that a proxy needs. They cannot replace the client's own headers.
   *
   * A function is called before each request, including polling and retries, so that it can return a fresh token; cache the token while
   * it is valid. If the function throws or rejects, nothing is sent, and the call fails with `invalid-input` and the thrown error as
   * `cause`. If it does not settle within {@link timeout}, the call fails with `timeout`. A 401 is not retried.
   *
   * Values of headers whose names contain `key`, `auth`, `token`, `secret` or `cookie` are removed from all errors, also those of
   * earlier requests.
   *
   * @example
   * connect({ baseUrl: '/scan', headers: async () => ({ authorization: `Bearer ${await token()}` }) });
   */
  headers?: HeaderValues | (() => HeaderValues | PromiseLike<HeaderValues>);
  /**
   * Whether a browser sends cookies, as for `fetch`. `include` also sends them to another origin: use it if a load balancer needs a cookie
   * to find the node of an analysis. With `omit`, uploads report no progress.
   *
   * On servers and in Workers, this option has no effect: the connection keeps the cookies that the service sets (RFC 6265), and sends them
   * back to the service with requests of the same analysis, batch or session.
   * @defaultValue `'same-origin'`
   */
  credentials?: 'omit' | 'same-origin' | 'include';
  /**
   * Replaces the runtime's `fetch`, for example by a Worker's service binding. It also replaces XHR, so a browser reports no upload
   * progress. It is called with a URL and an init object. Because the progress of its uploads cannot be observed, an upload may take 1 s for
   * each 32 000 bytes, 1 h at most, and then {@link responseTimeout}.
   */
  fetch?: (input: string, init: RequestInit) => Promise<Response>;
  /** How temporary failures are retried. */
  retry?: RetryOptions;
  /**
   * Time without progress, in ms, after which a request fails with `timeout`. It starts again whenever bytes arrive or leave; in Workers,
   * a response of up to 16 KiB has to arrive within it as a whole. After the last byte of an upload, {@link responseTimeout} applies
   * instead.
   * @defaultValue 30 000
   */
  timeout?: number;
  /**
   * Time from the last byte of an upload to its response, in ms, plus 1 s for each MiB of the file. 0 or more; `Infinity` for no limit.
   * Proxies that buffer (nginx by default) and services that store the file first need this time.
   *
   * Afterwards the upload fails with `timeout`. It is not sent again, because its analysis may be in progress; `scan` looks that up by the
   * hash first. If the progress of an upload cannot be observed (behind a service worker, or with {@link fetch}), 1 s for each 32 000
   * bytes is added, 1 h at most.
   * @defaultValue 150 000, or {@link timeout} if that is longer. `scanProxy` waits 30 s less for MetaDefender.
   */
  responseTimeout?: number;
}

/**
 * Calls that are safe to repeat are retried after network failures and HTTP 408, 429, 502, 503 and 504. Uploads are retried if their bytes
 * can be read again (streams cannot). If an upload may have arrived, `scan` and `scanBatch` look up its analysis by the hash first (unless
 * `lookup: false`). An upload that was sent completely is not sent again after a timeout.
 *
 * The delay is random, below a bound that doubles each time ("full jitter"), and at least what `Retry-After` or `x-ratelimit-reset-in` asks
 * for.
 */
export interface RetryOptions {
  /**
   * The maximum number of attempts, including the first; 1 disables retries.
   * @defaultValue 4
   */
  attempts?: number;
  /**
   * The upper bound of the first delay, in ms.
   * @defaultValue 250
   */
  baseDelay?: number;
  /**
   * The longest delay, in ms. If the server asks for a longer one, the call fails at once, with `retryAfter` in the error.
   * @defaultValue 20 000
   */
  maxDelay?: number;
}

/** Options of every call. */
export interface CallOptions {
  /** Aborts the call, which then rejects with the signal's `reason`. */
  signal?: AbortSignal;
}

/** How a file is hashed. */
export interface DigestOptions extends CallOptions {
  /**
   * The algorithms, all computed in one pass.
   * @defaultValue `['sha256']`
   */
  algorithms?: Algorithm[];
  /**
   * Forces an engine. `wasm` is the package's own; `native` is the runtime's: node:crypto, `crypto.DigestStream`, or in browsers
   * `crypto.subtle`, which needs the whole file in memory and a secure context, and has no MD5. If the engine cannot hash the file, the
   * call fails with `unsupported`.
   * @defaultValue the fastest engine that hashes the file in constant memory; in browsers `native` up to 64 MiB
   */
  engine?: 'wasm' | 'native';
  /** Is called with the progress. */
  onProgress?: (progress: Progress) => void;
}

/** Options of `analyze`. MDDC API Gateway, *Analyze File*: its headers. */
export interface AnalyzeOptions extends CallOptions {
  /** The name of the file, with any characters. @defaultValue that of a `File` or `file:` URL */
  filename?: string;
  /** The rule of the analysis. @defaultValue {@link ConnectOptions.rule}, else the server's */
  rule?: string;
  /** Passwords to try on an encrypted archive or document. */
  archivePasswords?: string[];
  /** Data that the report returns. A string is sent as is, anything else as JSON. */
  metadata?: unknown;
  /** Data for the engines. A string is sent as is, anything else as JSON. */
  enginesMetadata?: unknown;
  /** Overrides the global timeout of the rule, in **seconds**. */
  globalTimeout?: number;
  /**
   * Encodes the upload: `gzip` (RFC 1952) for slow connections, `base64` (RFC 4648) for connections that are not binary-safe. A stream is
   * collected into memory first. Hashes, and the first phase of `onProgress`, are of the original bytes. Not for Cloud.
   */
  contentEncoding?: 'gzip' | 'base64';
  /** The length of a stream in bytes, if it has no `Content-Length`. */
  contentLength?: number;
  /**
   * How many bytes of a stream of unknown length are held in memory, to count them. A longer stream is refused with `length-required`.
   * It applies on servers and in Workers; browsers keep large streams on disk.
   * @defaultValue 16 MiB (16 777 216)
   */
  bufferLimit?: number;
  /** Cloud: whether the file may be shared with others. @defaultValue the setting of the API key */
  sampleSharing?: boolean;
  /** Cloud v4: whether the file is analysed privately. @defaultValue the setting of the API key */
  privateProcessing?: boolean;
  /** Is called with the progress. */
  onProgress?: (progress: Progress) => void;
}

/** How a running analysis is polled. Each delay varies randomly by up to 10 %. */
export interface PollOptions {
  /**
   * The delay before the second request, in ms. The first is sent at once.
   * @defaultValue 400
   */
  initialDelay?: number;
  /**
   * The longest delay, in ms.
   * @defaultValue 7 500
   */
  maxDelay?: number;
  /**
   * By how much each delay is multiplied to get the next.
   * @defaultValue 1.6
   */
  factor?: number;
}

/** Options of `wait`. */
export interface WaitOptions extends CallOptions {
  /**
   * Time for the analysis, in ms, after which the call rejects with `timeout`. The analysis continues on the server.
   * @defaultValue 600 000
   */
  timeout?: number;
  /**
   * Asks a single time, and rejects with `timeout` if the analysis is still running: for jobs that a queue or a timer repeats. The option
   * `timeout` is then ignored.
   * @defaultValue `false`
   */
  once?: boolean;
  /** How the analysis is polled. */
  poll?: PollOptions;
  /** Is called with the progress. */
  onProgress?: (progress: Progress) => void;
}

/** Options of `resume`. */
export interface ResumeOptions extends WaitOptions {
  /**
   * Hashes of the file that you computed, in either case. They are compared with those in the report. Without them, nothing proves that the
   * analysis is of your file: a data id that comes from a page may belong to another file.
   */
  digests?: Digests;
  /**
   * Whether an abort also cancels the analysis on the server (`POST /file/{data_id}/cancel`).
   * @defaultValue `true`
   */
  cancelOnAbort?: boolean;
}

/** Options of `scan`. */
export interface ScanOptions extends AnalyzeOptions {
  /**
   * Whether to look up an earlier analysis of the same bytes, which saves the upload. A result that is outdated (`outdated_data`), unfinished
   * or inconclusive is not used.
   * @defaultValue `true`
   */
  lookup?: boolean | LookupOptions;
  /**
   * The hash to look up. MD5 and SHA-1 have collisions, so SHA-256 is computed as well and compared with the report.
   * @defaultValue `'sha256'`
   */
  hash?: Algorithm;
  /**
   * Hashes of the file that you already computed, in either case: `sha256`, and `hash` if it is another. The file is then not read to hash
   * it, and a stream can be looked up before it is sent. They are compared with those in the report. Take them only from code that has read
   * these bytes: with the hash of another file, the verdict is that of the other file.
   */
  digests?: Digests;
  /**
   * Whether the file is uploaded if there is no earlier result. With `false`, the scan rejects with `not-found` instead; a stream is then read
   * to the end, hashed and looked up.
   * @defaultValue `true`
   */
  upload?: boolean;
  /**
   * Time for the analysis after the upload, in ms.
   * @defaultValue 600 000
   */
  timeout?: number;
  /** How the analysis is polled. */
  poll?: PollOptions;
  /**
   * Whether an abort also cancels the analysis on the server (`POST /file/{data_id}/cancel`).
   * @defaultValue `true`
   */
  cancelOnAbort?: boolean;
}

/** Which earlier results are used. */
export interface LookupOptions {
  /** Maximum age of a result in **hours**; 0 for no limit. @defaultValue 0 */
  timeRange?: number;
  /**
   * Also use a result if engines, definitions or the rule have changed since.
   * @defaultValue `false`
   */
  acceptOutdated?: boolean;
}

/** Options of `lookup`. */
export interface LookupCallOptions extends CallOptions, LookupOptions {
  /**
   * Which of the hashes is looked up. MD5 and SHA-1 have collisions, so SHA-256 is required as well and compared with the report.
   * @defaultValue `'sha256'`
   */
  hash?: Algorithm;
  /** Only results of this rule. @defaultValue {@link ConnectOptions.rule}, else the server's default rule */
  rule?: string;
}

/** Which entries of an archive a report lists in `extracted_files`. */
export interface PageOptions {
  /** The index of the first entry. @defaultValue 0 */
  first?: number;
  /** The number of entries. @defaultValue the server's: 50 */
  size?: number;
}

/** Options of `result`. MDDC API Gateway, *Fetch Analysis Result*. */
export interface ResultOptions extends CallOptions, PageOptions {
  /** Cloud v2: include file metadata and `hash_results`. @defaultValue `false` */
  fileMetadata?: boolean;
}

/** Options of `resultByHash`. MDDC API Gateway, *Fetch Analysis Result By Hash*. */
export interface HashLookupOptions extends CallOptions, PageOptions {
  /** Only results of this rule. @defaultValue {@link ConnectOptions.rule}, else the server's default rule */
  rule?: string;
  /** Do not search files inside archives. @defaultValue `false` */
  selfOnly?: boolean;
  /** Maximum age of a result in **hours**; 0 for no limit. @defaultValue 0 */
  timeRange?: number;
  /** Include an unfinished analysis if there is no finished one. @defaultValue `false` */
  includeInProgress?: boolean;
}

/** Options of `scanBatch`. `onProgress` is called with the progress of all files together. */
export interface BatchOptions extends Omit<ScanOptions, 'digests'> {
  /** The name of the batch; at most 1024 bytes, percent-encoded. */
  name?: string;
  /**
   * How many files are analysed at once.
   * @defaultValue 4; lookups of the next files run ahead
   */
  concurrency?: number;
}

/** Options of `createBatch`. MDDC API Gateway, *Initiate Batch*. */
export interface NewBatchOptions extends CallOptions {
  /** The rule of its analyses. @defaultValue {@link ConnectOptions.rule}, else the server's */
  rule?: string;
  /** Its name (`user-data`); at most 1024 bytes, percent-encoded. */
  name?: string;
}

/** Options of `extractedFiles` and of a batch's `files`. */
export interface PagesOptions extends CallOptions {
  /** How many entries each request fetches. @defaultValue 50 */
  pageSize?: number;
}

/** Options of a batch's `certificate`. MDDC API Gateway, *Download Signed Batch Result*. */
export interface CertificateOptions extends CallOptions {
  /** Whether the certificate includes vulnerabilities. @defaultValue the server's setting */
  includeVulnerabilities?: boolean;
}

/** Options of `assess`. */
export interface AssessOptions {
  /**
   * The API that the report is from. Only Cloud's reports may lack `process_info`.
   * @defaultValue `'cluster'`
   */
  api?: ConnectOptions['api'];
}
