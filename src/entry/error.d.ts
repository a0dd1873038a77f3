/**
 * What kind of failure it is. Stable, so that a program may decide by it.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid-input` | An argument is missing, malformed or unreadable, or the server refused the request as malformed (HTTP 400). |
 * | `unauthorized` | The credentials were refused: HTTP 401, or 403 or 404 on log-in. |
 * | `forbidden` | The key is wrong or does not reach this far: HTTP 403, 405. |
 * | `not-found` | There is no analysis of that id: HTTP 404, or an answer that says so; or none yet of a file that is not to be uploaded. |
 * | `empty-file` | There is nothing to analyse: no bytes, or HTTP 422. |
 * | `too-large` | The file is over the limit of the rule or the server: HTTP 413, or 400 or 500 with words that say so. |
 * | `length-required` | Nobody knows how long the stream is, or HTTP 411. |
 * | `busy` | The server is too busy: HTTP 503. |
 * | `rate-limited` | Too many requests: HTTP 429. See `retryAfter`. |
 * | `timeout` | Nothing moved for too long, or the analysis did not finish in time. |
 * | `network` | No answer: the server is down, unreachable, or does not allow this origin (CORS). |
 * | `server` | The server failed: HTTP 500 and above. |
 * | `protocol` | The answer is none that the API gives: HTML from a proxy, say. |
 * | `integrity` | The server reports hashes of another file than the one that was hashed here. |
 * | `cancelled` | Reserved. An analysis that was cancelled is a result, whose verdict is never `allowed`. |
 * | `unsupported` | This service or runtime cannot do it. |
 */
export type ErrorCode =
  | 'invalid-input'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'empty-file'
  | 'too-large'
  | 'length-required'
  | 'busy'
  | 'rate-limited'
  | 'timeout'
  | 'network'
  | 'server'
  | 'protocol'
  | 'integrity'
  | 'cancelled'
  | 'unsupported';

/** What else is known of a failure. */
export interface ErrorDetails {
  /** {@link MetaDefenderError.status} */
  status?: number;
  /** {@link MetaDefenderError.retryAfter} */
  retryAfter?: number;
  /** {@link MetaDefenderError.endpoint} */
  endpoint?: string;
  /** {@link MetaDefenderError.dataId} */
  dataId?: string;
  /** {@link MetaDefenderError.batchId} */
  batchId?: string;
  /** {@link MetaDefenderError.cause} */
  cause?: unknown;
}

/**
 * The failure of a call. An aborted call does not reject with this but with the signal's own
 * `reason`, as `fetch` does.
 *
 * No property of it, the message included, ever holds an API key or a password.
 */
export class MetaDefenderError extends Error {
  constructor(code: ErrorCode, message: string, details?: ErrorDetails);
  /** `'MetaDefenderError'`. */
  readonly name: 'MetaDefenderError';
  /** What kind of failure it is. */
  readonly code: ErrorCode;
  /** The HTTP status, if an answer arrived. */
  readonly status?: number;
  /** After how many **seconds** the server wants to be asked again (`Retry-After`). */
  readonly retryAfter?: number;
  /** The operation that failed, as the reference writes it: `GET /file/{data_id}`. */
  readonly endpoint?: string;
  /** The analysis that it was about; `resume` takes it up again. */
  readonly dataId?: string;
  /** The batch that it was about. */
  readonly batchId?: string;
  /** What the runtime or a `fetch` of yours threw, if it did; where a secret is in that, a copy of it without. */
  readonly cause?: unknown;
}
