import type { AnalysisResult } from './analysis-result.js';

/** A hash algorithm of `GET /hash/{md5|sha1|sha256|sha512}`. RFC 1321, FIPS 180-4. */
export type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** The requested hashes, in lower-case hexadecimal digits. */
export interface Digests {
  /** 32 digits. */
  md5?: string;
  /** 40 digits. */
  sha1?: string;
  /** 64 digits. */
  sha256?: string;
  /** 128 digits. */
  sha512?: string;
}

/**
 * The progress of a call. There are at most 20 events a second and none after the call has settled; a successful call
 * always ends with `done`.
 */
export interface Progress {
  /**
   * - `hash`: the file is read and hashed here.
   * - `lookup`: the hash is looked up.
   * - `upload`: the bytes are sent. At `loaded` = `total` they are in transit, not yet received.
   * - `queue`: the analysis waits for its turn.
   * - `scan`: the analysis is running.
   * - `done`: the result has arrived.
   */
  phase: 'hash' | 'lookup' | 'upload' | 'queue' | 'scan' | 'done';
  /** How much of this phase is done: bytes in `hash` and `upload`, percent in the others. */
  loaded: number;
  /** The total of this phase in the unit of `loaded`, if it is known. */
  total?: number;
  /** How much of the whole call is done, 0 to 100: never less than before, and 100 only when `done`. */
  percentage: number;
  /** The id of the analysis, once there is one. */
  dataId?: string;
}

/** What one engine found. */
export interface Threat {
  /** The engine's name; `YARA` for a rule that matched. Text from the server: never put it into HTML. */
  engine: string;
  /** The threat's or rule's name. Text from the server: never put it into HTML. */
  threat: string;
}

/** The outcome of a scan. */
export interface Scan {
  /**
   * Whether the file may be trusted. **Trust only `allowed`.** `undetermined` is everything that is
   * neither a clear yes nor a clear no: unfinished, unknown, contradictory.
   */
  verdict: 'allowed' | 'blocked' | 'undetermined';
  /**
   * Why, in stable kebab case: the name of the processing result (`no-threat-detected`, `infected`,
   * `sensitive-data-found`, `encrypted-archive`, …), or `blocked-by-policy`, `unknown-result`,
   * `contradictory-answer`, `malformed-answer`, `in-progress`, and `unverified-answer` if the report has no hash
   * of the file to compare.
   */
  reason: string;
  /**
   * Why, in the server's own words (`blocked_reason`, else `scan_all_result_a`). Never put it into
   * HTML.
   */
  detail?: string;
  /** Whether the result is an earlier one, or the file was analysed now. */
  via: 'lookup' | 'analysis';
  /** The id of the analysis. */
  dataId: string;
  /**
   * The hashes of the file, computed here (for `resume`, by you) and compared with those that the server
   * reports.
   */
  digests: Digests;
  /** What the engines and YARA rules found. */
  threats: Threat[];
  /** The complete report of the server, including undocumented fields. */
  result: AnalysisResult;
}

/** A submitted file. MDDC API Gateway, *Analyze File*. */
export interface Submission {
  /** Unique submission identifier, for `resume`, `wait` and `result`. */
  dataId: string;
  /** The complete response. */
  result: {
    /** Unique submission identifier. */
    data_id: string;
    [field: string]: unknown;
  };
}

/** A session. MDDC API Gateway, *Login*. */
export interface Session {
  /** The API key of later calls on this connection. */
  sessionId: string;
  /** The complete response. */
  result: {
    /** The id of the session. */
    session_id: string;
    /** A token of MetaDefender's own console. */
    'oms-csrf-token'?: string;
    [field: string]: unknown;
  };
}
