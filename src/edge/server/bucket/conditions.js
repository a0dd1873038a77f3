// @ts-check

/** @typedef {{ etagMatches?: string, etagDoesNotMatch?: '*' }} WriteCondition */

/**
 * Whether an object may be written.
 * @param {string | undefined} etag of what is there
 * @param {WriteCondition} [condition]
 */
export function mayReplace(etag, { etagMatches, etagDoesNotMatch } = {}) {
  if (etagDoesNotMatch !== undefined && etag !== undefined) return false;
  return etagMatches === undefined || etagMatches === etag;
}
