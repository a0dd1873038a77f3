// @ts-check
import { english } from './languages/en.js';

/** @typedef {import('metadefender-wasm/element').Messages} Messages */
/** @typedef {import('metadefender-wasm/element').Plural} Plural */
/** @typedef {Record<string, string | number>} Values */

/** @type {Map<string, Partial<Messages>>} */
const languages = new Map([['en', english]]);

/** Called when a language is added. @type {Set<() => void>} */
const listeners = new Set();

/** @type {typeof import('metadefender-wasm/element').addMessages} */
export function addMessages(lang, messages) {
  const key = lang.toLowerCase();
  languages.set(key, mergeMessages(languages.get(key) ?? {}, messages));
  for (const listener of listeners) listener();
}

/**
 * @param {() => void} listener
 * @returns {() => void} removes the listener
 */
export function onMessagesAdded(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The texts of one language, with numbers and sizes as it writes them. */
export class Texts {
  /** The language of the texts, as a BCP 47 tag. */
  lang;
  /** @type {Messages} */
  messages = english;
  #plurals;
  #numbers;
  #percents;

  /**
   * @param {string} wanted a BCP 47 tag; falls back to more general tags, and then to English
   * @param {Partial<Messages>} [own] texts that the page has set on the element
   */
  constructor(wanted, own = {}) {
    const tags = fallbackTags(wanted.toLowerCase());
    const known = tags.filter((tag) => languages.has(tag));
    this.lang = known[0] === undefined ? 'en' : canonicalTag(wanted);
    const layers = [...known].reverse().map((tag) => languages.get(tag) ?? {});
    for (const layer of [...layers, own]) this.messages = mergeMessages(this.messages, layer);
    this.#plurals = new Intl.PluralRules(this.lang);
    this.#numbers = new Intl.NumberFormat(this.lang);
    this.#percents = new Intl.NumberFormat(this.lang, { style: 'percent' });
  }

  /**
   * Replaces the placeholders in a text.
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
   * The plural form of a text for a number, which replaces `{count}`.
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
 * A tag and its more general tags: de-CH-1996, de-CH, de.
 * @param {string} tag
 */
function fallbackTags(tag) {
  const parts = tag.split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

/** A tag that `Intl` accepts. @param {string} tag */
function canonicalTag(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/**
 * Merges groups of texts recursively. The forms of a plural are replaced as a whole.
 * @template {object} T
 * @param {T} base
 * @param {Partial<T>} over
 * @returns {T}
 */
function mergeMessages(base, over) {
  /** @type {any} */
  const result = { ...base };
  for (const [name, value] of Object.entries(over)) {
    if (value === undefined) continue;
    result[name] = isGroup(result[name]) ? mergeMessages(result[name], value) : value;
  }
  return result;
}

const PLURAL_FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

/** @param {unknown} value */
function isGroup(value) {
  return typeof value === 'object' && value !== null && !Object.keys(value).every(isPluralForm);
}

/** @param {string} key */
function isPluralForm(key) {
  return PLURAL_FORMS.includes(key);
}
