// @ts-check
import { english } from './languages/en.js';

/** @typedef {import('metadefender-wasm/element').Messages} Messages */
/** @typedef {import('metadefender-wasm/element').Plural} Plural */
/** @typedef {Record<string, string | number>} Values */

/** @type {Map<string, Partial<Messages>>} */
const languages = new Map([['en', english]]);

/** Those who have to hear of a language that is added. @type {Set<() => void>} */
const listeners = new Set();

/** @type {typeof import('metadefender-wasm/element').addMessages} */
export function addMessages(lang, messages) {
  const key = lang.toLowerCase();
  languages.set(key, merged(languages.get(key) ?? {}, messages));
  for (const listener of listeners) listener();
}

/**
 * @param {() => void} listener
 * @returns {() => void} ends it
 */
export function onLanguages(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The texts of one language, with numbers and sizes as it writes them. */
export class Texts {
  /** The language that they are in, as a BCP 47 tag. */
  lang;
  /** @type {Messages} */
  messages = english;
  #plurals;
  #numbers;
  #percents;

  /**
   * @param {string} wanted a BCP 47 tag; where it is not known, the more general one is looked for,
   *   and English comes last
   * @param {Partial<Messages>} [own] texts of the element's own
   */
  constructor(wanted, own = {}) {
    const tags = parents(wanted.toLowerCase());
    const known = tags.filter((tag) => languages.has(tag));
    this.lang = known[0] === undefined ? 'en' : valid(wanted);
    const layers = [...known].reverse().map((tag) => languages.get(tag) ?? {});
    for (const layer of [...layers, own]) this.messages = merged(this.messages, layer);
    this.#plurals = new Intl.PluralRules(this.lang);
    this.#numbers = new Intl.NumberFormat(this.lang);
    this.#percents = new Intl.NumberFormat(this.lang, { style: 'percent' });
  }

  /**
   * A text with what stands in braces replaced.
   * @param {string} text
   * @param {Values} values
   */
  fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (all, name) => {
      const value = values[name];
      if (value === undefined) return all;
      return typeof value === 'number' ? this.#numbers.format(value) : value;
    });
  }

  /**
   * The form of a text for a number, which is `{count}` in it.
   * @param {Plural} text
   * @param {number} count
   * @param {Values} [values]
   */
  plural(text, count, values) {
    return this.fill(text[this.#plurals.select(count)] ?? text.other, { count, ...values });
  }

  /** @param {number} share 0 to 1 */
  percent(share) {
    return this.#percents.format(share);
  }
}

/**
 * de-CH-1996 is a kind of de-CH, which is a kind of de.
 * @param {string} tag
 */
function parents(tag) {
  const parts = tag.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/** What `Intl` takes. @param {string} tag */
function valid(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/**
 * Groups of texts are merged text by text; the forms of a plural belong together.
 * @template {object} T
 * @param {T} base
 * @param {Partial<T>} over
 * @returns {T}
 */
function merged(base, over) {
  /** @type {any} */
  const result = { ...base };
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    result[name] = isGroup(result[name]) ? merged(result[name], value) : value;
  }
  return result;
}

const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** @param {unknown} value */
function isGroup(value) {
  return typeof value === 'object' && value !== null && !Object.keys(value).every(isForm);
}

/** @param {string} key */
function isForm(key) {
  return FORMS.includes(key);
}
