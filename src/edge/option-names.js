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
  'platform',
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

/**
 * Refuses options that are present but have no value, such as a binding or a secret whose name is misspelt or missing
 * from the configuration. Otherwise the check that they configure would silently be off.
 * @param {object | undefined} given
 * @param {string[]} names
 * @param {string} [owner] whose options they are, for the message
 */
export function refuseMissing(given, names, owner) {
  const values = /** @type {Record<string, unknown>} */ (given ?? {});
  const missing = names.find((name) => Object.hasOwn(values, name) && values[name] == null);
  if (missing === undefined) return;
  const path = owner === undefined ? missing : `${owner}.${missing}`;
  throw new MetaDefenderError(
    'invalid-input',
    `${path} has no value: is there such a binding or variable? If it is not wanted, leave ${missing} out`,
  );
}
