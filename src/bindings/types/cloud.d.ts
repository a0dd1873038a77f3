import type { ProcessingResultCode } from './processing-result.js';

/** The result of Cloud for one of several hashes. By its own public documentation, `POST /hash`. */
export interface HashLookupResult {
  /** The hash that was looked up. */
  hash?: string;
  /** The newest analysis of the file; `null` if there is none. */
  data_id?: string | null;
  /** The processing result as index; 5 if the file is not known. */
  scan_result_i?: ProcessingResultCode | 5 | (number & {});
  /** Other fields of the server. */
  [field: string]: unknown;
}

/** The limits of an API key. By Cloud v4's own public documentation, `GET /apikey/limits`. */
export interface Limits {
  /** Each limit by its name. */
  [limit: string]: unknown;
}
