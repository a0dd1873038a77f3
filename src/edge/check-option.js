// @ts-check
import { MetaDefenderError } from '../entry/error.js';

/** @param {string} name @param {number | undefined} value @param {number} fallback */
export function numberOption(name, value, fallback) {
  assertOption(
    value === undefined || (Number.isFinite(value) && value >= 0),
    `${name} has to be a number, 0 or more`,
  );
  return value ?? fallback;
}

/** @param {unknown} condition @param {string} message */
export function assertOption(condition, message) {
  if (!condition) throw new MetaDefenderError('invalid-input', message);
}
