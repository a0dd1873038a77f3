// @ts-check

/**
 * Puts other texts in the place of some, in whichever case these are written.
 */
export class Replacer {
  /** @type {RegExp | undefined} */
  #pattern;
  /** @type {Map<string, string>} */
  #replacements;

  /** Characters of the longest one. */
  longest = 0;

  /** @param {Iterable<[text: string, replacement: string]>} pairs */
  constructor(pairs) {
    const all = [...pairs].filter(([text]) => text !== '');
    this.#replacements = new Map(all.map(([text, other]) => [text.toLowerCase(), other]));
    // The longest come first, as one may begin with another.
    const texts = all.map(([text]) => text).sort((one, other) => other.length - one.length);
    if (texts.length === 0) return;
    this.longest = texts[0]?.length ?? 0;
    this.#pattern = new RegExp(texts.map(escaped).join('|'), 'gi');
  }

  /** @param {string} text */
  replace(text) {
    if (!this.#pattern) return text;
    return text.replace(
      this.#pattern,
      (found) => this.#replacements.get(found.toLowerCase()) ?? '',
    );
  }
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Characters of a text that is struck: a shorter one could be a part of anything. */
const TELLING = 8;
/** Of the key, which is struck as a whole even so. */
const TELLING_KEY = 4;

/**
 * What strikes the key and whatever else is configured to be sent: each as a whole, and the parts of it
 * (`Bearer …`, `session=…; …`); as they are, and as they travel in an address.
 * @param {string | undefined} apiKey
 * @param {string[]} values of headers
 * @returns {[string, string][]}
 */
export function struck(apiKey = '', values) {
  const parts = [apiKey, ...values].flatMap((value) => [value, ...value.split(/[ ;,=]+/)]);
  const telling = parts.filter((part) => part.length >= TELLING);
  if (apiKey.length >= TELLING_KEY) telling.push(apiKey);
  return [...new Set(telling)]
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .map((secret) => [secret, '[redacted]']);
}
