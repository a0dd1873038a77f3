// @ts-check
import { parseSize } from './size.js';

// A server that renders the page has no HTMLElement, and never makes an element.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

const DEFAULT_CONCURRENCY = 3;
const DEFAULT_DETACH_TIMEOUT_MS = 60_000;
const CREDENTIALS = ['omit', 'same-origin', 'include'];

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

  get credentials() {
    const credentials = this.getAttribute('credentials');
    return /** @type {RequestCredentials} */ (
      CREDENTIALS.find((known) => known === credentials) ?? 'same-origin'
    );
  }
  set credentials(credentials) {
    this.setAttribute('credentials', credentials);
  }

  get responseTimeout() {
    return positiveInteger(this.getAttribute('response-timeout'));
  }
  set responseTimeout(ms) {
    this.#setLimit('response-timeout', ms);
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
    return parseSize(this.getAttribute('max-size')) ?? Infinity;
  }
  set maxSize(size) {
    this.#setLimit('max-size', size);
  }

  get minSize() {
    return parseSize(this.getAttribute('min-size')) ?? 0;
  }
  set minSize(size) {
    this.#setLimit('min-size', size || undefined);
  }

  get maxTotalSize() {
    return parseSize(this.getAttribute('max-total-size')) ?? Infinity;
  }
  set maxTotalSize(size) {
    this.#setLimit('max-total-size', size);
  }

  get maxFiles() {
    if (!this.multiple) return 1;
    return positiveInteger(this.getAttribute('max-files')) ?? Infinity;
  }
  set maxFiles(files) {
    this.#setLimit('max-files', files);
  }

  get concurrency() {
    return positiveInteger(this.getAttribute('concurrency')) ?? DEFAULT_CONCURRENCY;
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

  get directory() {
    return this.hasAttribute('directory');
  }
  set directory(directory) {
    this.toggleAttribute('directory', Boolean(directory));
  }

  get capture() {
    return this.getAttribute('capture') ?? '';
  }
  set capture(camera) {
    // A framework may set what it is in HTML: an attribute without a value.
    const value = /** @type {string | boolean | null} */ (camera);
    if (value === false || value === null) this.removeAttribute('capture');
    else this.setAttribute('capture', value === true ? '' : value);
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

  get detachTimeout() {
    return wholeNumber(this.getAttribute('detach-timeout')) ?? DEFAULT_DETACH_TIMEOUT_MS;
  }
  set detachTimeout(ms) {
    this.#setLimit('detach-timeout', ms);
  }

  get confirmLeave() {
    return this.hasAttribute('confirm-leave');
  }
  set confirmLeave(confirmLeave) {
    this.toggleAttribute('confirm-leave', Boolean(confirmLeave));
  }

  get submitWhenDone() {
    return this.hasAttribute('submit-when-done');
  }
  set submitWhenDone(submitWhenDone) {
    this.toggleAttribute('submit-when-done', Boolean(submitWhenDone));
  }

  get disabled() {
    return this.hasAttribute('disabled');
  }
  set disabled(disabled) {
    this.toggleAttribute('disabled', Boolean(disabled));
  }

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

  /**
   * Without a limit the attribute is removed.
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
  ...['name', 'baseUrl', 'api', 'credentials', 'responseTimeout', 'rule'],
  ...['accept', 'minSize', 'maxSize', 'maxTotalSize', 'maxFiles', 'concurrency'],
  ...['multiple', 'directory', 'capture', 'hashOnly', 'required', 'disabled'],
  ...['submitWhenDone', 'detachTimeout', 'confirmLeave'],
];

/**
 * A whole number from 1; an invalid value counts as absent, as in HTML.
 * @param {string | null} text
 */
function positiveInteger(text) {
  return wholeNumber(text) || undefined;
}

/**
 * A whole number from 0.
 * @param {string | null} text
 */
function wholeNumber(text) {
  const number = Number(text?.trim() || NaN);
  return Number.isInteger(number) && number >= 0 ? number : undefined;
}
