// @ts-check
import { MetaDefenderError } from '../entry/error.js';

/** @typedef {import('metadefender-wasm').MetaDefender} MetaDefender */

/**
 * The checks of the options that both plugins have.
 * @type {Record<string, [is: (value: any) => boolean, has: string]>}
 */
const COMMON = {
  connection: [
    isConnection,
    'be what connect() answers, a promise of it, or a function that answers one',
  ],
  scanOptions: [isObject, 'be an object: the options of scan()'],
  concurrency: [(value) => Number.isInteger(value) && value > 0, 'be a whole number above 0'],
};

/**
 * Refuses options with invalid values.
 * @param {string} owner whose options they are, for the message
 * @param {object} options
 * @param {Record<string, [is: (value: any) => boolean, has: string]>} own the checks of the plugin's own options
 */
export function checkOptions(owner, options, own) {
  for (const [name, [is, has]] of Object.entries({ ...COMMON, ...own })) {
    const value = /** @type {Record<string, unknown>} */ (options)[name];
    if (value !== undefined && !is(value)) refuse(`${name} of ${owner} has to ${has}`);
  }
}

/**
 * Refuses unknown options: otherwise a misspelt name would go unnoticed.
 * @param {string} owner
 * @param {object} options
 * @param {string[]} names of the plugin's own options
 */
export function refuseUnknown(owner, options, names) {
  const known = [...Object.keys(COMMON), ...names];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`${owner} has no option ${unknown}`);
}

/**
 * The check of an option that has to be one of these words.
 * @param {string[]} words
 * @returns {[is: (value: unknown) => boolean, has: string]}
 */
export const oneOf = (...words) => [
  (value) => words.includes(/** @type {string} */ (value)),
  `be ${words.map((word) => `'${word}'`).join(' or ')}`,
];

/** @param {string} message @returns {never} */
export function refuse(message) {
  throw new MetaDefenderError('invalid-input', message);
}

/** @param {any} value */
export function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** @param {any} value */
function isConnection(value) {
  if (typeof value === 'function') return true;
  return isObject(value) && (typeof value.scan === 'function' || typeof value.then === 'function');
}
