// @ts-check

/**
 * Every text that somebody can get out of a value: an error's message and stack, its cause, whatever else it has.
 * @param {unknown} value
 * @returns {string[]}
 */
export function textsOf(value, seen = new Set()) {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [String(value)];
  seen.add(value);
  // Those that JSON leaves out, too.
  const names = Object.getOwnPropertyNames(value);
  const properties = names.flatMap((name) => [
    name,
    ...textsOf(/** @type {any} */ (value)[name], seen),
  ]);
  return [String(value), ...properties];
}
