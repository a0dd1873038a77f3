// @ts-check
/** @import { ScreenedFile, ScreeningProblem } from './edge.js' */

/** The status and title of each problem. A title is the same each time (RFC 9457, 3.1.3). */
const PROBLEMS = {
  'bad-request': [400, 'The request is malformed'],
  'malformed-form': [400, 'The form is malformed'],
  'bad-key': [400, 'Nothing can be stored at this path'],
  unauthorized: [401, 'The sender is not known'],
  'not-found': [404, 'There is no such upload'],
  'method-not-allowed': [405, 'The method is not allowed here'],
  'too-slow': [408, 'The body was sent too slowly'],
  expired: [410, 'The upload was held for too long'],
  'length-required': [411, 'The length of the body is needed'],
  'too-large': [413, 'The body is too large'],
  'too-many-files': [413, 'The form has too many files'],
  'unsupported-encoding': [415, 'The body has a content encoding'],
  'unsupported-type': [415, 'The body is of a type that cannot be screened'],
  blocked: [422, 'The upload was refused'],
  failed: [500, 'The upload could not be screened'],
  'origin-unreachable': [502, 'The upload could not be delivered'],
  'delivery-unknown': [502, 'The origin may or may not have received the upload'],
  'holding-failed': [502, 'The upload was lost or changed while it was held'],
  'storage-failed': [502, 'The upload could not be stored'],
  undetermined: [503, 'The upload could not be cleared'],
  pending: [503, 'The analysis is still running'],
  busy: [503, 'Too many uploads at the moment'],
};

/** A day, in seconds: MetaDefender's `Retry-After` may be anything. */
const MAX_RETRY_AFTER = 86_400;

/** @typedef {keyof typeof PROBLEMS} ProblemKind */

/**
 * @typedef {object} ProblemDetails
 * @property {string} [detail] a message for the client
 * @property {ScreenedFile[]} [files]
 * @property {number} [retryAfter] seconds
 * @property {Record<string, string>} [headers]
 * @property {boolean} [mayHaveArrived] for `origin-unreachable`: the request was sent, but not answered
 */

/** An error with its HTTP response, which holds no ids, no keys and no addresses. */
export class ProblemError extends Error {
  /** @param {ProblemKind} kind @param {ProblemDetails} [details] */
  constructor(kind, details = {}) {
    super(details.detail ?? kind);
    this.kind = kind;
    this.details = details;
  }

  /** Problem details, RFC 9457. */
  response() {
    const [status, title] = /** @type {[number, string]} */ (PROBLEMS[this.kind]);
    const { detail, files, retryAfter, headers } = this.details;
    /** @type {ScreeningProblem} */
    const problem = { type: `urn:metadefender-wasm:${this.kind}`, title, status };
    if (detail !== undefined) problem.detail = detail;
    if (files) problem.files = files.map(publicFile);
    return uncachedJson(problem, status, {
      'content-type': 'application/problem+json',
      ...(retryAfter !== undefined && {
        'retry-after': String(Math.min(Math.ceil(retryAfter), MAX_RETRY_AFTER)),
      }),
      ...headers,
    });
  }
}

/** @param {ScreenedFile} file */
const publicFile = ({ field, filename, verdict, reason, threats }) => ({
  field,
  filename,
  verdict,
  reason,
  threats,
});

/**
 * A JSON response of the handler's own: it must not be cached, nor its type be guessed.
 * @param {unknown} value
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
export function uncachedJson(value, status, headers) {
  return new Response(JSON.stringify(value), {
    status,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}
