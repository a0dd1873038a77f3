// @ts-check

/**
 * Readers of the server's values, which may be of another type than the reference says. They never fail.
 */

/** @param {unknown} value @returns {Record<string, any>} an empty one for what is no object */
export const object = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

/** @param {unknown} value @returns {any[]} a single value as a list of one */
export function list(value) {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** @param {unknown} value */
export function text(value) {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @param {unknown} value */
export const number = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;
