import type { AnalysisResult, ExtractedFile, Rule } from './analysis-result.js';
import type { Batch, BatchScan } from './batch.js';
import type { HashLookupResult, Limits } from './cloud.js';
import type {
  AnalyzeOptions,
  BatchOptions,
  CallOptions,
  HashLookupOptions,
  LookupCallOptions,
  NewBatchOptions,
  PagesOptions,
  ResultOptions,
  ResumeOptions,
  ScanOptions,
  Source,
  WaitOptions,
} from './options.js';
import type { Digests, Scan, Session, Submission } from './scan.js';

/**
 * A connection to MetaDefender. Its methods reject with a `MetaDefenderError`; an aborted call rejects with the signal's `reason`. A call that
 * the service does not have (such as batches with Cloud) rejects with `unsupported`, and nothing is sent.
 */
export interface MetaDefender {
  /**
   * Scans a file: hashes it, looks up the hash, uploads the file if it is unknown, follows the analysis to its end, and judges the report. It
   * fails closed.
   *
   * Rejects with `empty-file`, `too-large`, `length-required` (a long stream of unknown length), `timeout` (with a `dataId`, so that
   * {@link resume} can continue), `integrity` (the report has other hashes), `not-found` (with `upload: false`), and like every call with
   * `network`, `unauthorized`, `forbidden`, `busy`, `rate-limited`, `server` or `protocol`.
   */
  scan(source: Source, options?: ScanOptions): Promise<Scan>;

  /**
   * Scans several files, a few at once. Each is hashed and looked up; unknown files are analysed in one batch, which is then closed. If a
   * file fails, its entry has the error, and the others continue. Rejects if there are no files, and when aborted.
   */
  scanBatch(sources: Iterable<Source>, options?: BatchOptions): Promise<BatchScan>;

  /**
   * Submits a file and resolves as soon as the server has it. The analysis continues on the server.
   * MDDC API Gateway, *Analyze File*: `POST /file`.
   */
  analyze(source: Source, options?: AnalyzeOptions): Promise<Submission>;

  /**
   * Judges a file by an earlier analysis of the same bytes, without the file itself. Resolves to a scan with `via: 'lookup'`, or to `null` if
   * there is no usable result. `digests` must have `sha256`, and `hash` if it is another.
   *
   * Rejects with `invalid-input` if a hash is malformed, and with `integrity` if the report is about another file.
   * Take the hashes only from code that has read these bytes: with the hash of another file, the verdict is that of the other file.
   * MDDC API Gateway, *Fetch Analysis Result By Hash*: `GET /hash/{hash}`.
   *
   * @example
   * const known = await metadefender.lookup(await digest(file));
   * if (known?.verdict !== 'allowed') await metadefender.scan(file);
   */
  lookup(digests: Digests, options?: LookupCallOptions): Promise<Scan | null>;

  /**
   * Fetches the report of an analysis, finished or not. Rejects with `not-found` if there is none.
   * MDDC API Gateway, *Fetch Analysis Result*: `GET /file/{data_id}`.
   */
  result(dataId: string, options?: ResultOptions): Promise<AnalysisResult>;

  /**
   * Fetches the newest report of a file by its hash (hexadecimal, in either case); `null` if there is none. Rejects with `invalid-input` if the
   * hash is malformed.
   * MDDC API Gateway, *Fetch Analysis Result By Hash*: `GET /hash/{hash}`.
   */
  resultByHash(hash: string, options?: HashLookupOptions): Promise<AnalysisResult | null>;

  /**
   * Polls until the analysis is finished, and resolves to its report. The analysis may have been submitted by another page or process. Rejects
   * with `not-found`, and with `timeout` if it takes too long.
   */
  wait(dataId: string, options?: WaitOptions): Promise<AnalysisResult>;

  /**
   * Continues a scan that another page load or process started: follows the analysis to its end, as {@link wait} does, and judges the report,
   * as {@link scan} does. Rejects with `not-found`, with `timeout` if it takes too long, and with `integrity` if the report's hashes differ
   * from {@link ResumeOptions.digests}.
   *
   * @example
   * const { dataId } = await metadefender.analyze(file);
   * // Later, possibly elsewhere:
   * const { verdict } = await metadefender.resume(dataId, { digests: await digest(file) });
   */
  resume(dataId: string, options?: ResumeOptions): Promise<Scan>;

  /**
   * Iterates over the files in an archive, page by page; over none if the file is not an archive.
   * MDDC API Gateway, *Fetch Analysis Result*: `extracted_files`.
   */
  extractedFiles(dataId: string, options?: PagesOptions): AsyncIterable<ExtractedFile>;

  /**
   * Cloud: looks up several files, 1 to 1000, by their hashes. `POST /hash`.
   */
  resultsByHash(hashes: string[], options?: CallOptions): Promise<HashLookupResult[]>;

  /**
   * Downloads the sanitized copy that Deep CDR made, as a `Response` that can be streamed. Rejects with `not-found` if there is none.
   * MDDC API Gateway, *Download Sanitized Files*: `GET /file/converted/{data_id}`. With Cloud, it is fetched from the address in the report,
   * without the API key.
   */
  downloadSanitized(dataId: string, options?: CallOptions): Promise<Response>;

  /**
   * Downloads the sanitized copy, or if there is none, the copy that Proactive DLP made (redacted, watermarked).
   * MDDC API Gateway, *Download either sanitized files or DLP processed files*:
   * `GET /file/download/{data_id}`.
   */
  download(dataId: string, options?: CallOptions): Promise<Response>;

  /** Creates a batch. MDDC API Gateway, *Initiate Batch*: `POST /file/batch`. */
  createBatch(options?: NewBatchOptions): Promise<Batch>;

  /** An existing batch, by its id. Sends nothing. */
  batch(batchId: string): Batch;

  /** The limits of the API key. Cloud v4: `GET /apikey/limits`. */
  limits(options?: CallOptions): Promise<Limits>;

  /**
   * The rules that this API key and user agent may use.
   * MDDC API Gateway, *Fetching Available Analysis Rules*: `GET /file/rules`.
   */
  rules(options?: CallOptions): Promise<Rule[]>;

  /**
   * Cancels an analysis, and those of the files it extracted.
   * MDDC API Gateway, *Cancel File Analysis*: `POST /file/{data_id}/cancel`.
   */
  cancel(dataId: string, options?: CallOptions): Promise<void>;

  /**
   * Opens a session. Its id is the API key of all later calls. Rejects with `unauthorized` if the user or password is wrong.
   * MDDC API Gateway, *Login*: `POST /login`.
   */
  login(user: string, password: string, options?: CallOptions): Promise<Session>;

  /**
   * Ends the session. Later calls use the connection's own API key again, if it has one. MDDC API Gateway, *Logout*: `POST /logout`.
   */
  logout(options?: CallOptions): Promise<void>;
}

/** Hashes bytes as they arrive, in constant memory. */
export interface Hasher {
  /** Hashes the next bytes. */
  update(bytes: ArrayBuffer | ArrayBufferView): void;
  /** The hashes of the bytes so far. More bytes may follow. */
  digest(): Digests;
  /** Releases its memory now, instead of when it is garbage-collected. */
  free(): void;
}
