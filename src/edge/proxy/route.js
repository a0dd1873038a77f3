// @ts-check
import { OPERATIONS } from './operations.js';

/** What may stand in place of each placeholder. No value can be read as another path. */
const SEGMENT_PATTERNS = {
  // `batch` and `rules` are other operations.
  '{file}': /^(?!(?:batch|rules)$)[\w-]{1,1024}$/,
  '{batch}': /^[\w-]{1,1024}$/,
  '{address}': /^[\w-]{1,8192}$/,
  '{hash}': /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i,
};

/**
 * The operations at a path of the proxy.
 * @typedef {object} Route
 * @property {import('./operations.js').Operation[]} operations one for each method
 * @property {string} resource the handle or hash in the path, if any
 */

/**
 * Finds the operations at a path. The path is not decoded or normalized, so that another parser could not find a
 * different operation.
 *
 * @param {string} api
 * @param {string} path after the mount
 * @returns {Route | undefined}
 */
export function findRoute(api, path) {
  const all = OPERATIONS[api] ?? [];
  // Fixed paths are listed before those with placeholders.
  const first = all.find((operation) => matchesPattern(operation.path, path));
  if (!first) return undefined;
  const index = first.path.split('/').findIndex((segment) => segment.startsWith('{'));
  return {
    operations: all.filter((operation) => operation.path === first.path),
    resource: path.split('/')[index] ?? '',
  };
}

/** Whether another service has an operation at this path: the page is set up for that service. @param {string} api @param {string} path */
export const isRouteOfOtherApi = (api, path) =>
  Object.keys(OPERATIONS).some((other) => other !== api && findRoute(other, path) !== undefined);

/** @param {string} pattern @param {string} path */
function matchesPattern(pattern, path) {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return false;
  return wanted.every((segment, index) => {
    const expression = /** @type {Record<string, RegExp>} */ (SEGMENT_PATTERNS)[segment];
    return expression ? expression.test(given[index] ?? '') : segment === given[index];
  });
}
