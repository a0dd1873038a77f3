// @ts-check
import { parseHeaderValue } from './header-value.js';
import { boundaryOf } from './multipart/boundary.js';
import { Refusal } from './problem.js';
import { tooLarge } from './pump.js';
/** @import { Settings } from './options.js' */

/**
 * A body that is to be screened.
 * @typedef {object} Admitted
 * @property {ReadableStream<Uint8Array>} body
 * @property {number} [length] bytes
 * @property {string} [contentType]
 * @property {string} [boundary] of a form
 */

/**
 * What of a request is to be screened: nothing where it has no body. Refuses bodies of which the origin would read
 * something else than what is scanned.
 * @param {Request} request
 * @param {Settings} settings
 * @returns {Admitted | undefined}
 */
export function admit(request, { maxSize }) {
  const { body, headers, method } = request;
  const length = lengthOf(headers);
  if (body === null || length === 0) return undefined;
  // Such a one cannot be sent on: fetch has none.
  if (method === 'GET' || method === 'HEAD') throw bad('a GET or HEAD has no body');
  if (!/^identity$/i.test(headers.get('content-encoding') ?? 'identity')) {
    throw new Refusal('unsupported-encoding', {
      // RFC 9110, 15.5.16
      headers: { 'accept-encoding': 'identity' },
      detail: 'send the body as it is, without Content-Encoding',
    });
  }
  if (length !== undefined && length > maxSize) throw tooLarge(maxSize);
  return { body, length, ...typeOf(headers.get('content-type')) };
}

/** @param {Headers} headers */
function lengthOf(headers) {
  const length = headers.get('content-length');
  if (length === null) return undefined;
  // RFC 9112, 6.3: two lengths in one are how a request is smuggled past whoever believes the other one.
  if (!/^\d{1,15}$/.test(length) || headers.has('transfer-encoding')) {
    throw bad('the length of the body is not clear');
  }
  return Number(length);
}

/** @param {string | null} contentType */
function typeOf(contentType) {
  if (contentType === null) return {};
  const parsed = parseHeaderValue(contentType);
  if (!parsed?.value.includes('/')) throw bad('Content-Type is not exactly one');
  const isForm = parsed.value === 'multipart/form-data';
  if (!isForm && WORDS.test(parsed.value)) throw ambiguous();
  for (const [name, value] of parsed.parameters) {
    const isBoundary = isForm && name === 'boundary';
    if (!isBoundary && (WORDS.test(name) || WORDS.test(value))) throw ambiguous();
  }
  if (isForm) {
    const boundary = boundaryOf(parsed.parameters);
    if (boundary === undefined) throw bad('the boundary in Content-Type is not exactly one');
    return { contentType, boundary };
  }
  return { contentType };
}

/** There are readers of forms that look for these wherever they stand. */
const WORDS = /multipart|boundary/i;

const ambiguous = () =>
  new Refusal('unsupported-type', {
    detail: 'of multipart types only form-data is read, with one boundary',
  });

/** @param {string} detail */
const bad = (detail) => new Refusal('bad-request', { detail });
