// @ts-check
import { HttpError } from './responses.js';

/** How long a browser may cache a preflight response, seconds. Chromium allows no more. */
const PREFLIGHT_MAX_AGE = '7200';

/** A header's name (RFC 9110, 5.6.2). */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** The response headers that a page of another origin may read, besides the safelisted ones. */
const EXPOSED_HEADERS = 'content-disposition, retry-after, x-ratelimit-reset-in';

/**
 * Refuses requests from pages of origins that are not listed. Returns the CORS headers of the response.
 *
 * @param {Request} request
 * @param {Set<string> | '*'} origins
 * @returns {Record<string, string>}
 */
export function allowOrigin(request, origins) {
  const own = new URL(request.url).origin;
  const isListed = (/** @type {string | null} */ origin) =>
    origins === '*' || (origin !== null && origins.has(origin));
  const origin = request.headers.get('origin');
  if (origin === null) {
    // Browsers omit it if no script reads the response, such as when they navigate to a download.
    const site = request.headers.get('sec-fetch-site') ?? 'none';
    const isOther = site !== 'same-origin' && site !== 'none';
    if (isOther && !isListed(refererOf(request))) refuseOrigin();
    return varyHeader(origins);
  }
  if (origin === own) return varyHeader(origins);
  if (!isListed(origin)) refuseOrigin();
  return {
    ...varyHeader(origins),
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED_HEADERS,
  };
}

/** @returns {never} */
function refuseOrigin() {
  throw new HttpError(403, 'requests from pages of this origin are not allowed');
}

/** @param {Set<string> | '*'} origins @returns {Record<string, string>} */
const varyHeader = (origins) => (origins === '*' || origins.size > 0 ? { vary: 'Origin' } : {});

/** The origin of the page that holds the link. @param {Request} request */
function refererOf({ headers }) {
  const referer = headers.get('referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).origin : null;
}

/**
 * Answers a CORS preflight.
 * @param {Request} request
 * @param {import('./operations.js').Operation[]} operations at this path
 * @param {boolean} allowsAnyHeader whether there is `authorize` or `visitor`, which may read any header
 */
export function preflightResponse(request, operations, allowsAnyHeader) {
  const method = request.headers.get('access-control-request-method');
  const requested = (request.headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const known = operations
    .filter((one) => one.method === method)
    .flatMap((one) => one.headers ?? []);
  const allowed = requested.filter(
    (name) =>
      (allowsAnyHeader && HEADER_NAME.test(name)) ||
      name === 'content-type' ||
      known.some((header) =>
        typeof header.name === 'string' ? header.name === name : header.name.test(name),
      ),
  );
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': operations.map((one) => one.method).join(', '),
      'access-control-allow-headers': allowed.join(', '),
      'access-control-max-age': PREFLIGHT_MAX_AGE,
    },
  });
}
