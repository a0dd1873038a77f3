// @ts-check
import { parseSize } from './size.js';

/** @typedef {import('metadefender-wasm/element').MetadefenderUpload} Interface */

const DEFAULT_CONCURRENCY = 3;
const DEFAULT_DETACH_TIMEOUT_MS = 60_000;
/** The values of `credentials` besides `same-origin`, the default. */
const CREDENTIALS = ['omit', 'include'];

/** @param {string | null} value */
const text = (value) => value ?? '';
/** @param {string | null} value */
const isPresent = (value) => value !== null;
/** @param {string | null} value */
const sizeLimit = (value) => parseSize(value) ?? Infinity;

/**
 * The properties that have an attribute, and how each is read from the attribute's value, which is null without the
 * attribute. Documented in element.d.ts.
 */
const READERS = {
  name: text,
  baseUrl: text,
  api: (/** @type {string | null} */ value) => value ?? 'cluster',
  credentials: (/** @type {string | null} */ value) =>
    CREDENTIALS.find((known) => known === value) ?? 'same-origin',
  responseTimeout: positiveInteger,
  rule: text,
  accept: text,
  minSize: (/** @type {string | null} */ value) => parseSize(value) ?? 0,
  maxSize: sizeLimit,
  maxTotalSize: sizeLimit,
  maxFiles: (
    /** @type {string | null} */ value,
    /** @type {{ multiple: boolean }} */ { multiple },
  ) => (multiple ? (positiveInteger(value) ?? Infinity) : 1),
  concurrency: (/** @type {string | null} */ value) =>
    positiveInteger(value) ?? DEFAULT_CONCURRENCY,
  multiple: isPresent,
  directory: isPresent,
  capture: text,
  hashOnly: isPresent,
  required: isPresent,
  disabled: isPresent,
  submitWhenDone: isPresent,
  detachTimeout: (/** @type {string | null} */ value) =>
    wholeNumber(value) ?? DEFAULT_DETACH_TIMEOUT_MS,
  confirmLeave: isPresent,
};

export const ATTRIBUTES = Object.keys(READERS);

/** The attribute of a property. @param {string} property */
export const attributeOf = (property) =>
  property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

// A server that renders the page has no HTMLElement, and never creates an element.
const Base = /** @type {new () => HTMLElement & Pick<Interface, keyof typeof READERS>} */ (
  globalThis.HTMLElement ?? class {}
);

/** The attributes of the element as properties. */
export class Attributes extends Base {
  /**
   * A property that was set before the element was defined hides the accessor of the class: it is
   * deleted and set again. ("Lazy properties" in web.dev's custom element best practices.)
   * @param {string[]} names
   */
  upgradeProperties(names) {
    const self = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    for (const name of names) {
      if (!Object.hasOwn(this, name)) continue;
      const value = self[name];
      delete self[name];
      self[name] = value;
    }
  }
}

for (const [property, read] of Object.entries(READERS)) {
  const attribute = attributeOf(property);
  Object.defineProperty(Attributes.prototype, property, {
    configurable: true,
    /** @this {Attributes} */
    get() {
      return read(this.getAttribute(attribute), this);
    },
    /** @this {Attributes} @param {unknown} value */
    set(value) {
      if (read === isPresent) this.toggleAttribute(attribute, Boolean(value));
      else write(this, attribute, value);
    },
  });
}

/**
 * Sets an attribute, or removes it for `false` and for an infinite limit.
 * @param {Element} element
 * @param {string} attribute
 * @param {unknown} value a framework may set `capture` to `true`, as HTML has it without a value
 */
function write(element, attribute, value) {
  if (value == null || value === false || value === Infinity) element.removeAttribute(attribute);
  else element.setAttribute(attribute, value === true ? '' : String(value));
}

/**
 * A whole number from 1; an invalid value counts as absent, as in HTML.
 * @param {string | null} value
 */
function positiveInteger(value) {
  return wholeNumber(value) || undefined;
}

/**
 * A whole number from 0.
 * @param {string | null} value
 */
function wholeNumber(value) {
  const number = Number(value?.trim() || NaN);
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}
