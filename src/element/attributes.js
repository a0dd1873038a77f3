// @ts-check
import { bytes } from './size.js';

// On a server that renders the page there is none, and nothing of it is used.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

/** How many files are scanned at once, where nothing else is said. */
const CONCURRENCY = 3;

/** The attributes of the element as properties. Documented in element.d.ts. */
export class Attributes extends Base {
  get name() {
    return this.getAttribute('name') ?? '';
  }
  set name(name) {
    this.setAttribute('name', name);
  }

  get baseUrl() {
    return this.getAttribute('base-url') ?? '';
  }
  set baseUrl(url) {
    this.setAttribute('base-url', url);
  }

  get api() {
    return /** @type {'cluster' | 'cloud-v2' | 'cloud-v4'} */ (
      this.getAttribute('api') ?? 'cluster'
    );
  }
  set api(api) {
    this.setAttribute('api', api);
  }

  get rule() {
    return this.getAttribute('rule') ?? '';
  }
  set rule(rule) {
    this.setAttribute('rule', rule);
  }

  get accept() {
    return this.getAttribute('accept') ?? '';
  }
  set accept(types) {
    this.setAttribute('accept', types);
  }

  get maxSize() {
    return bytes(this.getAttribute('max-size')) ?? Infinity;
  }
  set maxSize(size) {
    this.#setLimit('max-size', size);
  }

  get maxFiles() {
    if (!this.multiple) return 1;
    return count(this.getAttribute('max-files')) ?? Infinity;
  }
  set maxFiles(files) {
    this.#setLimit('max-files', files);
  }

  get concurrency() {
    return count(this.getAttribute('concurrency')) ?? CONCURRENCY;
  }
  set concurrency(scans) {
    this.setAttribute('concurrency', String(scans));
  }

  get multiple() {
    return this.hasAttribute('multiple');
  }
  set multiple(multiple) {
    this.toggleAttribute('multiple', Boolean(multiple));
  }

  get hashOnly() {
    return this.hasAttribute('hash-only');
  }
  set hashOnly(hashOnly) {
    this.toggleAttribute('hash-only', Boolean(hashOnly));
  }

  get required() {
    return this.hasAttribute('required');
  }
  set required(required) {
    this.toggleAttribute('required', Boolean(required));
  }

  get disabled() {
    return this.hasAttribute('disabled');
  }
  set disabled(disabled) {
    this.toggleAttribute('disabled', Boolean(disabled));
  }

  /**
   * What was set before the element was defined hides the property of its class.
   * @param {string[]} names
   */
  takeUpProperties(names) {
    const own = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (this));
    for (const name of names) {
      if (!Object.hasOwn(this, name)) continue;
      const value = own[name];
      delete own[name];
      own[name] = value;
    }
  }

  /**
   * No limit is no attribute.
   * @param {string} name
   * @param {number | string | null | undefined} limit
   */
  #setLimit(name, limit) {
    if (limit == null || limit === Infinity) this.removeAttribute(name);
    else this.setAttribute(name, String(limit));
  }
}

/** The properties that have an attribute. */
export const ATTRIBUTES = [
  ...['name', 'baseUrl', 'api', 'rule', 'accept', 'maxSize', 'maxFiles', 'concurrency'],
  ...['multiple', 'hashOnly', 'required', 'disabled'],
];

/**
 * A whole number from 1; what is none counts as absent, as in HTML.
 * @param {string | null} text
 */
function count(text) {
  const number = Number(text?.trim() || NaN);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
