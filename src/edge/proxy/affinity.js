// @ts-check
// A load balancer in front of MetaDefender sets a cookie that names the node with the analysis (OPSWAT, MetaDefender
// Core
// v5.22.0, "Using external Load Balancer"). The Worker keeps no state between requests, so the cookie is sealed into
// the handle and sent back to MetaDefender with it.

/** Bytes. Handles are part of URLs and headers, so longer cookies are not kept. */
const MAX_LENGTH = 512;

/**
 * The cookies that the response to a new analysis or batch sets, in the form of the header `Cookie`, if there are any.
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
 * Adds cookies to those from the options.
 * @param {Headers} headers
 * @param {string | undefined} cookies
 */
export function addCookies(headers, cookies) {
  if (cookies) headers.set('cookie', [headers.get('cookie'), cookies].filter(Boolean).join('; '));
}
