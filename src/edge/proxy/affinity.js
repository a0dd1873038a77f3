// @ts-check
// A load balancer in front of MetaDefender names the node that has an analysis by a cookie (OPSWAT, MetaDefender Core
// v5.22.0, "Using external Load Balancer"). The Worker keeps nothing between requests, so the cookie travels in the
// handle, sealed, and goes back to MetaDefender with it.

/** Handles travel in URLs and headers: longer cookies are not kept. Bytes. */
const MAX_LENGTH = 512;

/**
 * The cookies that the answer to a new analysis or batch sets, as the header `Cookie` has them; none if it sets none.
 * @param {import('./operations.js').Operation} operation
 * @param {Response} response
 */
export function affinityOf({ responseKind, path, method }, response) {
  const begins = responseKind === 'submission' || (method === 'POST' && path === '/file/batch');
  if (!begins) return undefined;
  const pairs = response.headers.getSetCookie().map((setCookie) => setCookie.split(';')[0]?.trim());
  const cookies = pairs.filter((pair) => pair && /^[!-~]+=[ -~]*$/.test(pair)).join('; ');
  return cookies && cookies.length <= MAX_LENGTH ? cookies : undefined;
}

/**
 * Adds cookies to those that the options configure.
 * @param {Headers} headers
 * @param {string | undefined} cookies
 */
export function addCookies(headers, cookies) {
  if (cookies) headers.set('cookie', [headers.get('cookie'), cookies].filter(Boolean).join('; '));
}
