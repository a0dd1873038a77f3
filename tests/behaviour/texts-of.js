/** All texts in a value, those of Headers and of causes included. @param {any} value @param {Set<any>} [seen] @returns {string} */
export function textsOf(value, seen = new Set()) {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return '';
  seen.add(value);
  const parts = Object.getOwnPropertyNames(value).map((name) => value[name]);
  const more = [value.message, value.stack, value.cause, value.headers];
  if (value instanceof Headers) more.push(JSON.stringify([...value]));
  return [...parts, ...more].map((part) => textsOf(part, seen)).join('\n');
}
