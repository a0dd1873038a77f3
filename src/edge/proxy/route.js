// @ts-check
import { OPERATIONS } from './operations.js';

/** What may stand for what is in braces. Nothing of it can be read as anything else. */
const SEGMENTS = {
  // In these places others have a word.
  '{file}': /^(?!(?:batch|rules)$)[\w-]{1,1024}$/,
  '{batch}': /^[\w-]{1,1024}$/,
  '{address}': /^[\w-]{1,8192}$/,
  '{hash}': /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i,
};

/**
 * Where a path of the proxy's leads.
 * @typedef {object} Route
 * @property {import('./operations.js').Operation[]} operations one a method
 * @property {string} subject the handle or hash in it, if any
 */

/**
 * The operations at a path, which is compared as it is: nothing in it is decoded, merged or left out, so
 * that no other reader of it could come to another operation.
 *
 * @param {string} api
 * @param {string} path after the mount
 * @returns {Route | undefined}
 */
export function routeOf(api, path) {
  const all = OPERATIONS[api] ?? [];
  // One that is written out is listed before one with braces.
  const first = all.find((operation) => matches(operation.path, path));
  if (!first) return undefined;
  const index = first.path.split('/').findIndex((segment) => segment.startsWith('{'));
  return {
    operations: all.filter((operation) => operation.path === first.path),
    subject: path.split('/')[index] ?? '',
  };
}

/** Whether another service has a call at this path: a page that speaks to that one. @param {string} api @param {string} path */
export const isOfAnother = (api, path) =>
  Object.keys(OPERATIONS).some((other) => other !== api && routeOf(other, path) !== undefined);

/** @param {string} pattern @param {string} path */
function matches(pattern, path) {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => {
    const expression = /** @type {Record<string, RegExp>} */ (SEGMENTS)[segment];
    return expression ? expression.test(given[index] ?? '') : segment === given[index];
  });
}
