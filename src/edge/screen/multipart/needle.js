// @ts-check

/** Searches for a byte sequence in linear time (Knuth, Morris, Pratt). */
export class Needle {
  /** @type {Uint8Array} */
  #bytes;
  /** For each prefix, the length of its longest border. @type {Uint8Array} */
  #borders;

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
    let matched = 0;
    for (let at = from; at < haystack.length; at++) {
      // Native code, which skips most bytes.
      if (matched === 0) {
        at = haystack.indexOf(/** @type {number} */ (needle[0]), at);
        if (at < 0) return { index: -1, begun: 0 };
      }
      const byte = haystack[at];
      while (matched > 0 && byte !== needle[matched]) matched = Number(this.#borders[matched - 1]);
      if (byte === needle[matched]) matched++;
      if (matched === needle.length) return { index: at + 1 - needle.length, begun: 0 };
    }
    return { index: -1, begun: matched };
  }
}
