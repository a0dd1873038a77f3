// @ts-check

/** Bytes that may be compared in vain for each that is passed. */
const MAX_COMPARED_SHARE = 2;

/**
 * Searches for a byte sequence. It skips most bytes (Boyer, Moore, Horspool); if that makes too little progress, it continues in
 * linear time (Knuth, Morris, Pratt).
 */
export class Needle {
  /** @type {Uint8Array} */
  #bytes;
  /** For each prefix, the length of its longest border. @type {Uint8Array} */
  #borders;
  /** For each byte at the end of where it could stand, how far to the next place. @type {Uint8Array} */
  #skips;

  /** @param {string} text ASCII, up to 255 characters */
  constructor(text) {
    const bytes = new TextEncoder().encode(text);
    const borders = new Uint8Array(bytes.length);
    for (let at = 1, border = 0; at < bytes.length; at++) {
      while (border > 0 && bytes[at] !== bytes[border]) border = Number(borders[border - 1]);
      if (bytes[at] === bytes[border]) border++;
      borders[at] = border;
    }
    this.#bytes = bytes;
    this.#borders = borders;
    this.#skips = new Uint8Array(256).fill(bytes.length);
    for (let at = 0; at < bytes.length - 1; at++) {
      this.#skips[Number(bytes[at])] = bytes.length - 1 - at;
    }
  }

  get length() {
    return this.#bytes.length;
  }

  /**
   * The index of the first match, or -1 and how many bytes at the end could be the start of one.
   * @param {Uint8Array} haystack
   * @param {number} from
   * @returns {{ index: number, begun: number }}
   */
  find(haystack, from) {
    const needle = this.#bytes;
    const skips = this.#skips;
    const { length } = needle;
    const last = length - 1;
    let at = from;
    let compared = 0;
    while (at + last < haystack.length) {
      const byte = /** @type {number} */ (haystack[at + last]);
      if (byte === needle[last]) {
        let matched = 0;
        while (matched < last && haystack[at + matched] === needle[matched]) matched++;
        if (matched === last) return { index: at, begun: 0 };
        compared += matched;
        // A body that was crafted to cause many comparisons.
        if (compared > MAX_COMPARED_SHARE * (at - from) + length) break;
      }
      at += /** @type {number} */ (skips[byte]);
    }
    return this.#findLinear(haystack, at);
  }

  /**
   * The same in linear time, for any haystack, including matches that are cut off at its end.
   * @param {Uint8Array} haystack
   * @param {number} from
   */
  #findLinear(haystack, from) {
    const needle = this.#bytes;
    let matched = 0;
    for (let at = from; at < haystack.length; at++) {
      const byte = haystack[at];
      while (matched > 0 && byte !== needle[matched]) matched = Number(this.#borders[matched - 1]);
      if (byte === needle[matched]) matched++;
      if (matched === needle.length) return { index: at + 1 - needle.length, begun: 0 };
    }
    return { index: -1, begun: matched };
  }
}
