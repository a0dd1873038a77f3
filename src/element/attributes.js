// @ts-check
import { parseSize } from './size.js';

// A server that renders the page has no HTMLElement, and never makes an element.
const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

const DEFAULT_CONCURRENCY = 3;
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
  ...[
    'name',
    'baseUrl',
    'api',
    'credentials',
    'responseTimeout',
    'rule',
    'accept',
    'maxSize',
    'maxFiles',
    'concurrency',
  ],
  ...['multiple', 'hashOnly', 'required', 'disabled'],
];

/**
 * A whole number from 1; an invalid value counts as absent, as in HTML.
 * @param {string | null} text
 */
function positiveInteger(text) {
  const number = Number(text?.trim() || NaN);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
