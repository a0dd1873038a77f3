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
 * A connection to MetaDefender. Every failure of its methods is a `MetaDefenderError`; an aborted
 * call rejects with the signal's own `reason`. A call that the service lacks (batches of Cloud, say)
 * rejects with `unsupported`, and nothing is sent.
 */
export interface MetaDefender {
  /**
   * The main job: hashes the file, looks the hash up, otherwise uploads the bytes, follows the
   * analysis to its end, and judges the result. It fails closed.
   *
   * Rejects with `empty-file`, `too-large`, `length-required` (a long stream of unknown length),
   * `timeout` (with `dataId`: {@link resume} takes the scan up again), `integrity` (the server
   * reports other hashes), `not-found` (with `upload: false`), and what every call can reject with: `network`, `unauthorized`,
   * `forbidden`, `busy`, `rate-limited`, `server`, `protocol`.
   */
  scan(source: Source, options?: ScanOptions): Promise<Scan>;

  /**
   * Scans several files, a few at once: each is hashed and looked up, and those that nobody knows are
   * analysed in one batch, which is then closed. What fails for one file is said of that file and
   * the others go on. Rejects where there is no file, and when it is aborted.
   */
  scanBatch(sources: Iterable<Source>, options?: BatchOptions): Promise<BatchScan>;

  /**
   * Submits a file and answers as soon as the server has it; the analysis goes on.
   * MDDC API Gateway, *Analyze File*: `POST /file`.
   */
  analyze(source: Source, options?: AnalyzeOptions): Promise<Submission>;

  /**
   * Judges a file by an earlier analysis of the same bytes, without the file: `scan` with `via: 'lookup'`, or `null` where the
   * service knows none that still counts. `digests` has to hold `sha256`, and `hash` where that is another.
   *
   * Rejects with `invalid-input` for what is no hash, and with `integrity` where the server speaks of another file.
   * Only from whoever has read these very bytes: with the hash of another file, it tells the verdict of that one.
   * MDDC API Gateway, *Fetch Analysis Result By Hash*: `GET /hash/{hash}`.
   *
   * @example
   * const known = await metadefender.lookup(await digest(file));
   * if (known?.verdict !== 'allowed') await metadefender.scan(file);
   */
  lookup(digests: Digests, options?: LookupCallOptions): Promise<Scan | null>;

  /**
   * The report of an analysis as far as it is. Rejects with `not-found` where there is none.
   * MDDC API Gateway, *Fetch Analysis Result*: `GET /file/{data_id}`.
   */
  result(dataId: string, options?: ResultOptions): Promise<AnalysisResult>;

  /**
   * The newest report of a file with this hash, in hexadecimal digits of either case; `null` where
   * there is none. Rejects with `invalid-input` where it is no hash.
   * MDDC API Gateway, *Fetch Analysis Result By Hash*: `GET /hash/{hash}`.
   */
  resultByHash(hash: string, options?: HashLookupOptions): Promise<AnalysisResult | null>;

  /**
   * Asks for the report until the analysis is finished, and answers it. It can take up an analysis
   * that another page or process submitted. Rejects with `not-found`, and with `timeout` where it
   * takes too long.
   */
  wait(dataId: string, options?: WaitOptions): Promise<AnalysisResult>;

  /**
   * Takes a scan up again by the id of its analysis, which another page load or process began: follows
   * the analysis to its end, as {@link wait} does, and judges the result, as {@link scan} does.
   * Rejects with `not-found`, `timeout` where it takes too long, and `integrity` where the result
   * carries other hashes than {@link ResumeOptions.digests}.
   *
   * @example
   * const { dataId } = await metadefender.analyze(file);
   * // Later, maybe elsewhere:
   * const { verdict } = await metadefender.resume(dataId, { digests: await digest(file) });
   */
  resume(dataId: string, options?: ResumeOptions): Promise<Scan>;

  /**
   * Walks through the files that an archive held, all pages of them; nothing for what is no archive.
   * MDDC API Gateway, *Fetch Analysis Result*: `extracted_files`.
   */
  extractedFiles(dataId: string, options?: PagesOptions): AsyncIterable<ExtractedFile>;

  /**
   * Cloud: what is known of several files, 1 to 1000, by their hashes. `POST /hash`.
   */
  resultsByHash(hashes: string[], options?: CallOptions): Promise<HashLookupResult[]>;

  /**
   * Downloads the clean copy that Deep CDR made, as a `Response` whose body is not read yet, so that
   * it can be streamed. Rejects with `not-found` where there is none.
   * MDDC API Gateway, *Download Sanitized Files*: `GET /file/converted/{data_id}`. From Cloud it is
   * fetched from the address that the service names, which gets no key.
   */
  downloadSanitized(dataId: string, options?: CallOptions): Promise<Response>;

  /**
   * Downloads the clean copy or, where there is none, what Proactive DLP made (redacted, watermarked).
   * MDDC API Gateway, *Download either sanitized files or DLP processed files*:
   * `GET /file/download/{data_id}`.
   */
  download(dataId: string, options?: CallOptions): Promise<Response>;

  /** Opens a batch. MDDC API Gateway, *Initiate Batch*: `POST /file/batch`. */
  createBatch(options?: NewBatchOptions): Promise<Batch>;

  /** Takes up a batch again by its id. Nothing is sent. */
  batch(batchId: string): Batch;

  /** What the API key may do. Cloud v4: `GET /apikey/limits`. */
  limits(options?: CallOptions): Promise<Limits>;

  /**
   * The rules that this key and user agent may use.
   * MDDC API Gateway, *Fetching Available Analysis Rules*: `GET /file/rules`.
   */
  rules(options?: CallOptions): Promise<Rule[]>;

  /**
   * Calls an analysis off, and those of the files that it unpacked.
   * MDDC API Gateway, *Cancel File Analysis*: `POST /file/{data_id}/cancel`.
   */
  cancel(dataId: string, options?: CallOptions): Promise<void>;

  /**
   * Opens a session, whose id is the API key of every call that follows. Rejects with
   * `unauthorized` where user or password are wrong.
   * MDDC API Gateway, *Login*: `POST /login`.
   */
  login(user: string, password: string, options?: CallOptions): Promise<Session>;

  /**
   * Ends the session. The key is again the one that the connection was made with, if any. MDDC API Gateway, *Logout*: `POST /logout`.
   */
  logout(options?: CallOptions): Promise<void>;
}

/** Hashes bytes as they come, flat in memory. */
export interface Hasher {
  /** Takes the next bytes. */
  update(bytes: ArrayBuffer | ArrayBufferView): void;
  /** The hashes of what came so far; more may follow. */
  digest(): Digests;
  /** Gives its memory back at once, which otherwise the garbage collector does. */
  free(): void;
}
