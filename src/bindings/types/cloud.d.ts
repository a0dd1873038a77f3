import type { ProcessingResultCode } from './processing-result.js';

/** What Cloud knows of one of several hashes. Its own public documentation, `POST /hash`. */
export interface HashLookupResult {
  /** The hash that was asked for. */
  hash?: string;
  /** The newest analysis of the file; `null` where there is none. */
  data_id?: string | null;
  /** The processing result as index; 5 where the file is not known. */
  scan_result_i?: ProcessingResultCode | 5 | (number & {});
  /** Whatever else the server said. */
  [field: string]: unknown;
}

/** What an API key may do. Cloud v4's own public documentation, `GET /apikey/limits`. */
export interface Limits {
  /** Each limit by its name. */
  [limit: string]: unknown;
}
