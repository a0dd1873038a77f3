/**
 * The kind of failure. The codes are stable, so a program can rely on them.
 *
 * | code | meaning |
 * |---|---|
 * | `invalid-input` | An argument is missing, malformed or unreadable, or the server refused the request as malformed (HTTP 400). |
 * | `unauthorized` | The credentials were refused: HTTP 401, or 403 or 404 on login. |
 * | `forbidden` | The key is wrong or lacks the permission: HTTP 403, 405. |
 * | `not-found` | There is no analysis with this id (HTTP 404, or a response that says so), or none yet of a file with `upload: false`. |
 * | `empty-file` | The file has no bytes, or HTTP 422. |
 * | `too-large` | The file is over the limit of the rule or the server: HTTP 413, or 400 or 500 with a message that says so. |
 * | `length-required` | The length of the stream is unknown, or HTTP 411. |
 * | `busy` | The server is too busy: HTTP 503. |
 * | `rate-limited` | Too many requests: HTTP 429. See `retryAfter`. |
 * | `timeout` | There was no progress for too long, or the analysis did not finish in time. |
 * | `network` | No response: the server is down, unreachable, or does not allow this origin (CORS). |
 * | `server` | The server failed: HTTP 500 and above. |
 * | `protocol` | The response is not one of the API, but HTML from a proxy, for example. |
 * | `integrity` | The hashes that the server reports are not those of the file. |
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

/** Further details of a failure. */
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
 * The failure of a call. An aborted call does not reject with this error but with the signal's own
 * `reason`, as `fetch` does.
 *
 * None of its properties, the message included, ever contains an API key or a password.
 */
export class MetaDefenderError extends Error {
  constructor(code: ErrorCode, message: string, details?: ErrorDetails);
  /** `'MetaDefenderError'`. */
  readonly name: 'MetaDefenderError';
  /** The kind of failure. */
  readonly code: ErrorCode;
  /** The HTTP status, if there was a response. */
  readonly status?: number;
  /** The **seconds** to wait before the next attempt, as the server states them (`Retry-After`). */
  readonly retryAfter?: number;
  /** The operation that failed, in the notation of the reference: `GET /file/{data_id}`. */
  readonly endpoint?: string;
  /** The id of the analysis that failed, for `resume`. */
  readonly dataId?: string;
  /** The id of the batch that failed. */
  readonly batchId?: string;
  /** The error of the runtime or of your own `fetch`, if there was one. If it contains a secret, a copy without the secret. */
  readonly cause?: unknown;
}
