// @ts-check
import { MetaDefenderError } from '../entry/error.js';

/** What both handlers take to reach MetaDefender by. */
export const SERVICE_OPTIONS = [
  'baseUrl',
  'api',
  'apiKey',
  'userAgent',
  'rule',
  'headers',
  'fetch',
  'secret',
];

/**
 * Refuses what is no option: a check whose name is misspelt would not be made, and nobody would be told.
 * @param {string} what the options are of
 * @param {object | undefined} given
 * @param {string[]} known
 */
export function refuseUnknown(what, given, known) {
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new MetaDefenderError('invalid-input', `${what} has no option ${unknown}`);
}
