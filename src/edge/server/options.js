// @ts-check
import { MetaDefenderError } from '../../entry/error.js';

/**
 * An option that has to be a number above 0.
 * @param {string} name
 * @param {unknown} value
 * @param {number} fallback
 */
export function positiveOption(name, value, fallback) {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  throw new MetaDefenderError('invalid-input', `${name} has to be a number above 0`);
}
