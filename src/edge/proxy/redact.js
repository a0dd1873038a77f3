// @ts-check

/**
 * Replaces given texts by others, ignoring case.
 */
export class Replacer {
  /** @type {RegExp | undefined} */
  #pattern;
  /** @type {Map<string, string>} */
  #replacements;

  /** Length of the longest text to replace, characters. */
  maxLength = 0;

  /** @param {Iterable<[text: string, replacement: string]>} pairs */
  constructor(pairs) {
    const all = [...pairs].filter(([text]) => text !== '');
    this.#replacements = new Map(all.map(([text, other]) => [text.toLowerCase(), other]));
    // Longest first, as one may be a prefix of another.
    const texts = all.map(([text]) => text).sort((one, other) => other.length - one.length);
    if (texts.length === 0) return;
    this.maxLength = texts[0]?.length ?? 0;
    this.#pattern = new RegExp(texts.map(escapeRegExp).join('|'), 'gi');
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
const escapeRegExp = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Shorter texts are not redacted: they would match unrelated text. */
const MIN_REDACTED_CHARS = 8;
/** The API key is redacted even if it is this short. */
const MIN_REDACTED_KEY_CHARS = 4;

/**
 * The replacements that redact the API key and the configured headers: whole values and their parts (`Bearer …`,
 * `session=…; …`), plain, percent-encoded and in base64.
 * @param {string | undefined} apiKey
 * @param {string[]} values of headers
 * @returns {[string, string][]}
 */
export function redactionsOf(apiKey = '', values) {
  const parts = [apiKey, ...values].flatMap((value) => [value, ...value.split(/[ ;,=]+/)]);
  const redacted = parts.filter((part) => part.length >= MIN_REDACTED_CHARS);
  if (apiKey.length >= MIN_REDACTED_KEY_CHARS) redacted.push(apiKey);
  return [...new Set(redacted)]
    .flatMap((secret) => [secret, encodeURIComponent(secret), base64(secret)])
    .map((secret) => [secret, '[redacted]']);
}

/** Base64 of a header's value, whose characters are bytes, without padding. @param {string} secret */
const base64 = (secret) => btoa(secret).replace(/=+$/, '');
