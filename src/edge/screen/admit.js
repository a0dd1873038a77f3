// @ts-check
import { ProblemError } from '../problem.js';
import { tooLarge } from '../pump.js';
import { parseHeaderValue } from './header-value.js';
import { boundaryOf } from './multipart/boundary.js';
/** @import { ScreenSettings } from './settings.js' */

/**
 * A body to screen.
 * @typedef {object} AdmittedBody
 * @property {ReadableStream<Uint8Array>} body
 * @property {number} [length] bytes
 * @property {string} [contentType]
 * @property {string} [boundary] of a form
 */

/**
 * The body to screen, if the request has one. Refuses bodies that the origin could read differently from what is
 * scanned.
 * @param {Request} request
 * @param {ScreenSettings} settings
 * @returns {AdmittedBody | undefined}
 */
export function admit(request, { maxSize }) {
  const { body, headers, method } = request;
  const length = contentLengthOf(headers);
  const isRead = method === 'GET' || method === 'HEAD';
  // Otherwise the request would be forwarded without its body.
  if (body === null && !isRead && (length || headers.has('transfer-encoding'))) {
    throw badRequest(
      'the server did not pass on the body (SvelteKit does so only with a Content-Type)',
    );
  }
  if (body === null || length === 0) return undefined;
  // fetch cannot forward such a request.
  if (isRead) throw badRequest('a GET or HEAD has no body');
  if (!/^identity$/i.test(headers.get('content-encoding') ?? 'identity')) {
    throw new ProblemError('unsupported-encoding', {
      // RFC 9110, 15.5.16
      headers: { 'accept-encoding': 'identity' },
      detail: 'send the body as it is, without Content-Encoding',
    });
  }
  if (length !== undefined && length > maxSize) throw tooLarge(maxSize);
  return { body, length, ...checkedContentType(headers.get('content-type')) };
}

/** @param {Headers} headers */
function contentLengthOf(headers) {
  const length = headers.get('content-length');
  if (length === null) return undefined;
  // RFC 9112, 6.3: a request with two lengths is an attempt at request smuggling.
  if (!/^\d{1,15}$/.test(length) || headers.has('transfer-encoding')) {
    throw badRequest('the length of the body is not clear');
  }
  return Number(length);
}

/** @param {string | null} contentType */
function checkedContentType(contentType) {
  if (contentType === null) return {};
  const parsed = parseHeaderValue(contentType);
  if (!parsed?.value.includes('/')) throw badRequest('Content-Type is not exactly one');
  const isForm = parsed.value === 'multipart/form-data';
  if (!isForm && MULTIPART_TERMS.test(parsed.value)) throw unsupportedType();
  for (const [name, value] of parsed.parameters) {
    const isBoundary = isForm && name === 'boundary';
    if (!isBoundary && (MULTIPART_TERMS.test(name) || MULTIPART_TERMS.test(value)))
      throw unsupportedType();
  }
  if (isForm) {
    const boundary = boundaryOf(parsed.parameters);
    if (boundary === undefined) throw badRequest('the boundary in Content-Type is not exactly one');
    return { contentType, boundary };
  }
  return { contentType };
}

/** Some parsers of forms search for these anywhere in the header. */
const MULTIPART_TERMS = /multipart|boundary/i;

const unsupportedType = () =>
  new ProblemError('unsupported-type', {
    detail: 'of multipart types only form-data is read, with one boundary',
  });

/** @param {string} detail */
const badRequest = (detail) => new ProblemError('bad-request', { detail });
