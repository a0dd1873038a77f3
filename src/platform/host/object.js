// Objects of the user's and of the runtime's, whatever they really are. Nothing in here throws: of an
// exception that it catches, wasm-bindgen never frees the value which the import did not return.

/** A property; `undefined` where there is none. @param {any} value @param {string} name */
export function get(value, name) {
  try {
    return value?.[name];
  } catch {
    return undefined;
  }
}

/**
 * Sets a property, unless to `undefined`.
 * @param {any} object
 * @param {string} name
 * @param {unknown} value
 */
export function set(object, name, value) {
  if (value !== undefined) object[name] = value;
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

/** Names and values, one after the other, of what the Headers constructor takes. @param {any} init */
export function headers(init) {
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
