import type { AnalysisResult, Rule } from './analysis-result.js';
import type {
  AnalyzeOptions,
  CallOptions,
  HashLookupOptions,
  ResultOptions,
  ScanOptions,
  Source,
  WaitOptions,
} from './options.js';
import type { Digests, Scan, Session, Submission } from './scan.js';

/**
 * A connection to MetaDefender. Every failure of its methods is a `MetaDefenderError`; an aborted
 * call rejects with the signal's own `reason`.
 */
export interface MetaDefender {
  /**
   * The main job: hashes the file, looks the hash up, otherwise uploads the bytes, follows the
   * analysis to its end, and judges the result. It fails closed.
   *
   * Rejects with `empty-file`, `too-large`, `length-required` (a stream of unknown length),
   * `timeout` (with `dataId`: {@link wait} takes the analysis up again), `integrity` (the server
   * reports other hashes), and what every call can reject with: `network`, `unauthorized`,
   * `forbidden`, `busy`, `rate-limited`, `server`, `protocol`.
   */
  scan(source: Source, options?: ScanOptions): Promise<Scan>;

  /**
   * Submits a file and answers as soon as the server has it; the analysis goes on.
   * MDDC API Gateway, *Analyze File*: `POST /file`.
   */
  analyze(source: Source, options?: AnalyzeOptions): Promise<Submission>;

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

  /** Ends the session and forgets its key. MDDC API Gateway, *Logout*: `POST /logout`. */
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
