// @ts-check
import { Refusal } from './answers.js';

/** Seconds for which a browser may keep what a preflight said; Chromium keeps it for no longer. */
const PREFLIGHT = '7200';

/** A header's name (RFC 9110, 5.6.2). */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** What a page of another origin may read, besides what it always may. */
const EXPOSED = 'content-disposition, retry-after, x-ratelimit-reset-in';

/**
 * Lets a request in, or refuses it, by where the page is that makes it. Answers the headers by which a browser gives
 * the answer to a page of another origin.
 *
 * @param {Request} request
 * @param {Set<string> | '*'} origins
 * @returns {Record<string, string>}
 */
export function admitted(request, origins) {
  const own = new URL(request.url).origin;
  const isListed = (/** @type {string | null} */ origin) =>
    origins === '*' || (origin !== null && origins.has(origin));
  const origin = request.headers.get('origin');
  if (origin === null) {
    // Browsers leave it out where no page reads the answer: of a navigation to a download, say.
    const site = request.headers.get('sec-fetch-site') ?? 'none';
    const isOther = site !== 'same-origin' && site !== 'none';
    if (isOther && !isListed(refererOf(request))) refuse();
    return vary(origins);
  }
  if (origin === own) return vary(origins);
  if (!isListed(origin)) refuse();
  return {
    ...vary(origins),
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
  };
}

/** @returns {never} */
function refuse() {
  throw new Refusal(403, 'pages of this origin may not ask');
}

/** @param {Set<string> | '*'} origins @returns {Record<string, string>} */
const vary = (origins) => (origins === '*' || origins.size > 0 ? { vary: 'Origin' } : {});

/** The origin of the page that a link is on. @param {Request} request */
function refererOf({ headers }) {
  const referer = headers.get('referer') ?? '';
  return URL.canParse(referer) ? new URL(referer).origin : null;
}

/**
 * What a browser wants to know before it lets a page of another origin ask.
 * @param {Request} request
 * @param {import('./operations.js').Operation[]} operations at this path
 * @param {boolean} isAnybody whether the owner tells visitors apart: by which headers is not known here
 */
export function preflight(request, operations, isAnybody) {
  const method = request.headers.get('access-control-request-method');
  const asked = (request.headers.get('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const known = operations
    .filter((one) => one.method === method)
    .flatMap((one) => one.headers ?? []);
  const allowed = asked.filter(
    (name) =>
      (isAnybody && TOKEN.test(name)) ||
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
      'access-control-max-age': PREFLIGHT,
    },
  });
}
