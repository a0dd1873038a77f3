// Objects of the user's and of the runtime's, whatever they really are. Nothing in here throws: an exception
// must not pass through Rust, and each one that wasm-bindgen catches costs a slot in its table of values (0.2.130).

/** A property; `undefined` where there is none. @param {any} value @param {string} name */
export function get(value, name) {
  try {
    return value?.[name];
  } catch {
    return undefined;
  }
}

/**
 * A copy of options, safe to be read: their own properties and those of their classes, but neither `null` nor what
 * throws, and of what is in `nested` a copy as well.
 * @param {any} options
 * @param {string[]} nested
 * @param {string[]} json of what is in it, a value that is no string becomes its JSON
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

/** The names of all properties, those of classes included. @param {object} value */
function namesOf(value) {
  const names = new Set();
  for (let object = value; object && object !== Object.prototype;) {
    for (const name of Object.getOwnPropertyNames(object)) names.add(name);
    object = Object.getPrototypeOf(object);
  }
  names.delete('constructor');
  return names;
}

/** A copy of what JSON can write of a value; `undefined` where it can write nothing. @param {unknown} value */
export const jsonCopy = (value) => parseJson(stringify(value) ?? '');

/** What a text is the JSON of; `undefined` where it is none. @param {string} text */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The JSON of a value that has one. @param {unknown} value @returns {string | undefined} */
export function stringify(value) {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The elements of an iterable, `undefined` where it is none. @param {any} value @returns {any[] | undefined} */
export function elements(value) {
  try {
    return typeof value === 'object' ? [...value] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Names and values, one after the other, of what the Headers constructor takes; `undefined` where it does not.
 * @param {any} init
 */
export function headerEntries(init) {
  try {
    return [...new Headers(init)].flat();
  } catch {
    return undefined;
  }
}

/** Whether it can be used as an AbortSignal, be it of another realm. @param {any} value */
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
 * Calls a listener of the user's. What it throws is its author's to hear of, as with a listener of the
 * DOM, and does not change how the call ends.
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

/** What an iterator answers. @param {boolean} done @param {unknown} value */
export const iteration = (done, value) => ({ done, value });
