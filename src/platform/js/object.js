// Safe access to objects of the user and of the runtime, whatever they really are. Nothing in here throws: an exception
// must not pass through Rust, and each one that wasm-bindgen catches costs a slot in its table of values (0.2.130).

/** A property, or `undefined` if it is missing or throws. @param {any} value @param {string} name */
export function get(value, name) {
  try {
    return value?.[name];
  } catch {
    return undefined;
  }
}

/**
 * A copy of options that is safe to read: their own and inherited properties, without those that are `null` or throw.
 * Arrays and the properties in `nested` are copied too.
 * @param {any} options
 * @param {string[]} nested
 * @param {string[]} json names of properties whose values become JSON, unless they are strings
 * @returns {any} `options` itself, if it is no object
 */
export function snapshot(options, nested, json) {
  if (typeof options !== 'object' || options === null) return options ?? undefined;
  try {
    if (Array.isArray(options)) return [...options];
    /** @type {Record<string, unknown>} */
    const copy = {};
    for (const name of namesOf(options)) {
      const value = get(options, name);
      if (value === undefined || value === null) continue;
      if (nested.includes(name) || Array.isArray(value)) copy[name] = snapshot(value, [], []);
      else copy[name] = value;
      if (json.includes(name) && typeof value !== 'string') copy[name] = stringify(value) ?? value;
    }
    return copy;
  } catch {
    return {};
  }
}

/** The names of all properties, inherited ones included. @param {object} value */
function namesOf(value) {
  if (Object.getPrototypeOf(value) === Object.prototype) return Object.getOwnPropertyNames(value);
  const names = new Set();
  for (let object = value; object && object !== Object.prototype;) {
    for (const name of Object.getOwnPropertyNames(object)) names.add(name);
    object = Object.getPrototypeOf(object);
  }
  names.delete('constructor');
  return names;
}

/** A copy of a value by way of JSON; `undefined` if it has no JSON. @param {unknown} value */
export const jsonCopy = (value) => parseJson(stringify(value) ?? '');

/** The value of a JSON text; `undefined` if it is not JSON. @param {string} text */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON of a value, if it has one. @param {unknown} value @returns {string | undefined} */
export function stringify(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The elements of an iterable; `undefined` if the value is not one. @param {any} value @returns {any[] | undefined} */
export function elements(value) {
  try {
    return typeof value === 'object' ? [...value] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The names and values, alternating, of anything that the Headers constructor takes; `undefined` of anything else.
 * @param {any} init
 */
export function headerEntries(init) {
  try {
    return [...new Headers(init)].flat();
  } catch {
    return undefined;
  }
}

/** Whether a value can be used as an AbortSignal. It may be from another realm. @param {any} value */
export function isSignal(value) {
  try {
    return (
      typeof value?.aborted === 'boolean' &&
      typeof value.addEventListener === 'function' &&
      typeof value.removeEventListener === 'function'
    );
  } catch {
    return false;
  }
}

/**
 * Calls a listener of the user's. An error of the listener is reported as an uncaught one, as with a listener of the
 * DOM, and does not affect the call.
 * @param {(event: unknown) => void} listener
 * @param {unknown} event
 */
export function notify(listener, event) {
  try {
    listener(event);
  } catch (thrown) {
    globalThis.reportError?.(thrown);
  }
}

/** The result of an iterator's `next`. @param {boolean} done @param {unknown} value */
export const iteration = (done, value) => ({ done, value });
