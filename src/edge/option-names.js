// @ts-check
import { MetaDefenderError } from '../entry/error.js';

/** The options of both handlers that say where MetaDefender is and how it is called. */
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
 * Refuses unknown options: a misspelt option would otherwise silently switch a check off.
 * @param {string} owner whose options they are, for the message
 * @param {object | undefined} given
 * @param {string[]} known
 */
export function refuseUnknownOptions(owner, given, known) {
  const unknown = Object.keys(given ?? {}).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new MetaDefenderError('invalid-input', `${owner} has no option ${unknown}`);
}
