import type { AnalysisResult } from './analysis-result.js';

/** A hash algorithm of `GET /hash/{md5|sha1|sha256|sha512}`. RFC 1321, FIPS 180-4. */
export type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** The hashes that were asked for, in lower-case hexadecimal digits. */
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
 * How far a call is. At most 20 events a second, never one after the call is settled, and of a call
 * that succeeds always the last one, `done`.
 */
export interface Progress {
  /**
   * - `hash`: the file is read and hashed here.
   * - `lookup`: the service is asked whether it knows the hash.
   * - `upload`: the bytes are sent. At `loaded` = `total` they are under way, not yet received.
   * - `queue`: the analysis waits for its turn.
   * - `scan`: it goes on.
   * - `done`: the result is there.
   */
  phase: 'hash' | 'lookup' | 'upload' | 'queue' | 'scan' | 'done';
  /** How much of this phase is done: bytes in `hash` and `upload`, percent in the others. */
  loaded: number;
  /** How much this phase is, in the unit of `loaded`, where it is known. */
  total?: number;
  /** How much of the whole call is done, 0 to 100: never less than before, and 100 only when `done`. */
  percentage: number;
  /** The analysis, once there is one. */
  dataId?: string;
}

/** What one engine found. */
export interface Threat {
  /** The engine's name; `YARA` for a rule that matched. Text of the server's: never put it into HTML. */
  engine: string;
  /** The threat's or rule's name. Text of the server's: never put it into HTML. */
  threat: string;
}

/** The outcome of a scan. */
export interface Scan {
  /**
   * Whether the file may be trusted. **Only `allowed` says so.** `undetermined` is everything that is
   * neither a clear yes nor a clear no: unfinished, unknown, contradictory.
   */
  verdict: 'allowed' | 'blocked' | 'undetermined';
  /**
   * Why, in stable kebab case: the name of the processing result (`no-threat-detected`, `infected`,
   * `sensitive-data-found`, `encrypted-archive`, …), or `blocked-by-policy`, `unknown-result`,
   * `contradictory-answer`, `malformed-answer`, `in-progress`, and `unverified-answer` where the report has no hash
   * of the file to compare.
   */
  reason: string;
  /**
   * Why, in the server's own words (`blocked_reason`, else `scan_all_result_a`). Never put it into
   * HTML.
   */
  detail?: string;
  /** Whether an earlier result answered, or the file was analysed now. */
  via: 'lookup' | 'analysis';
  /** The analysis. */
  dataId: string;
  /**
   * The hashes of the file, computed here (for `resume`, by you) and compared with those that the server
   * reports.
   */
  digests: Digests;
  /** What the engines and YARA rules found. */
  threats: Threat[];
  /** What the server said, whole: fields that nobody documented survive. */
  result: AnalysisResult;
}

/** A submitted file. MDDC API Gateway, *Analyze File*. */
export interface Submission {
  /** Unique submission identifier, for `resume`, `wait` and `result`. */
  dataId: string;
  /** What the server said, whole. */
  result: {
    /** Unique submission identifier. */
    data_id: string;
    [field: string]: unknown;
  };
}

/** A session. MDDC API Gateway, *Login*. */
export interface Session {
  /** The API key of the calls that follow on this connection. */
  sessionId: string;
  /** What the server said, whole. */
  result: {
    /** The id of the session. */
    session_id: string;
    /** A token of MetaDefender's own console. */
    'oms-csrf-token'?: string;
    [field: string]: unknown;
  };
}
