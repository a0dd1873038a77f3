// @ts-check
import { nextOf } from './read.js';

/**
 * How the strings of a JSON text are rewritten.
 * @typedef {object} Rules
 * @property {(text: string) => string} text any string, names of members included
 * @property {import('./redact.js').Replacer} part what is replaced in the pieces of one that is too long
 * @property {Members} members what replaces the strings that these members are; arrays are looked through
 * @typedef {(text: string) => string | Promise<string>} Member
 * @typedef {{ [name: string]: Member | Members }} Members
 */

/** A text that is no JSON. */
export class Malformed extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** Bytes of a string that is looked at as a whole. */
const LONGEST = 65_536;
/** Objects and arrays in each other. */
const DEEPEST = 1000;

/** What may be outside of strings, and how it is read. */
const [OTHER, SPACE, OPENS, CLOSES] = [1, 2, 3, 4];
const BYTES = new Uint8Array(256);
for (const [characters, kind] of /** @type {[string, number][]} */ ([
  ['0123456789+-.eEtrufalsn,:', OTHER],
  [' \t\r\n', SPACE],
  ['{[', OPENS],
  ['}]', CLOSES],
])) {
  for (const character of characters) BYTES[character.charCodeAt(0)] = kind;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Rewrites the strings of a JSON text as it comes in; whatever else is in it stays as it is, to the byte. It is no
 * parser: what is no JSON may pass, but never with a string in it that was not looked at.
 */
export class Rewriter {
  #rules;
  /** The string that is being read, from its quote on. @type {Uint8Array<ArrayBuffer>[]} */
  #held = [];
  #inString = false;
  #escaped = false;
  /** Of a string that is too long: what could be the beginning of something to replace. */
  #tail = '';
  #isLong = false;
  /** The string that was read last, which a colon makes a name. @type {string | undefined} */
  #last;
  /** The name of the member whose value comes. @type {string | undefined} */
  #name;
  /** Of each object and array that is open, which of its members are replaced. @type {(Members | undefined)[]} */
  #open;

  /** @param {Rules} rules */
  constructor(rules) {
    this.#rules = rules;
    this.#open = [rules.members];
  }

  /**
   * What is certain by now.
   * @param {Uint8Array<ArrayBuffer>} chunk
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async push(chunk) {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const out = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (!this.#inString) {
        if (chunk[at] !== QUOTE) {
          this.#structure(/** @type {number} */ (chunk[at]));
          continue;
        }
        out.push(chunk.subarray(from, at));
        this.#inString = true;
        from = at;
        continue;
      }
      at = this.#endOfString(chunk, at);
      if (at === chunk.length) break;
      this.#held.push(chunk.subarray(from, at + 1));
      const written = this.#string();
      out.push(written instanceof Promise ? await written : written);
      this.#inString = false;
      from = at + 1;
    }
    if (this.#inString) {
      // A copy, as the chunk's memory may be used again.
      this.#held.push(chunk.slice(from));
      out.push(this.#piece());
    } else {
      out.push(chunk.subarray(from));
    }
    return joined(out);
  }

  /** A byte outside of strings. @param {number} byte */
  #structure(byte) {
    const kind = BYTES[byte];
    if (kind === SPACE) return;
    if (!kind) throw new Malformed('a character where JSON has none');
    if (kind === OPENS) {
      if (this.#open.length > DEEPEST) throw new Malformed('too deep');
      const within = this.#name === undefined ? this.#open.at(-1) : this.#member(this.#name);
      this.#open.push(typeof within === 'object' ? within : undefined);
    } else if (kind === CLOSES && this.#open.length > 1) {
      this.#open.pop();
    }
    // A name that is too long is one that nobody knows.
    this.#name = byte === COLON ? (this.#last ?? '') : undefined;
    this.#last = undefined;
  }

  /** What is known of a member of what is open. @param {string} name */
  #member(name) {
    const members = this.#open.at(-1);
    return members && Object.hasOwn(members, name) ? members[name] : undefined;
  }

  /** The index of the quote that ends a string, or the chunk's length. @param {Uint8Array} chunk @param {number} at */
  #endOfString(chunk, at) {
    for (; at < chunk.length; at += 1) {
      const byte = /** @type {number} */ (chunk[at]);
      if (byte < 0x20) throw new Malformed('a control character in a string');
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) break;
    }
    return at;
  }

  /** What the string becomes that has just ended. */
  #string() {
    const raw = joined(this.#held);
    this.#held = [];
    const name = this.#name;
    this.#name = undefined;
    if (this.#isLong) {
      const rest = this.#rules.part.replace(this.#tail + parsed(raw.subarray(0, -1)));
      this.#isLong = false;
      this.#tail = '';
      this.#last = undefined;
      return encoder.encode(`${JSON.stringify(rest).slice(1, -1)}"`);
    }
    const text = parsed(raw.subarray(1, -1));
    const member = name === undefined ? undefined : this.#member(name);
    this.#last = name === undefined ? text : undefined;
    const becomes = (typeof member === 'function' ? member : this.#rules.text)(text);
    const written = (/** @type {string} */ other) =>
      other === text ? raw : encoder.encode(JSON.stringify(other));
    return typeof becomes === 'string' ? written(becomes) : becomes.then(written);
  }

  /** What can go on of a string that is too long to wait for its end. */
  #piece() {
    const length = this.#held.reduce((sum, part) => sum + part.length, 0);
    if (length <= LONGEST) return new Uint8Array();
    const raw = joined(this.#held);
    const from = this.#isLong ? 0 : 1;
    const opening = this.#isLong ? '' : '"';
    const isId = this.#name !== undefined && typeof this.#member(this.#name) === 'function';
    if (!this.#isLong && isId) throw new Malformed('an id that is too long');
    const end = wholeCharacters(raw, from);
    this.#held = [raw.slice(end)];
    this.#isLong = true;
    const text = this.#rules.part.replace(this.#tail + parsed(raw.subarray(from, end)));
    const certain = Math.max(0, text.length - Math.max(0, this.#rules.part.longest - 1));
    this.#tail = text.slice(certain);
    return encoder.encode(opening + JSON.stringify(text.slice(0, certain)).slice(1, -1));
  }
}

/** The text that is between the quotes of a string. @param {Uint8Array} raw */
function parsed(raw) {
  const text = decoder.decode(raw);
  if (!text.includes('\\')) return text;
  try {
    return /** @type {string} */ (JSON.parse(`"${text}"`));
  } catch {
    throw new Malformed('an escape that JSON has not');
  }
}

/** Where the last whole character ends, as escapes and UTF-8 have it. @param {Uint8Array} raw @param {number} at */
function wholeCharacters(raw, at) {
  for (;;) {
    const byte = raw[at] ?? 0;
    const isUnicode = byte === BACKSLASH && raw[at + 1] === 0x75;
    const size =
      byte === BACKSLASH
        ? isUnicode
          ? 6
          : 2
        : byte < 0xc0
          ? 1
          : byte < 0xe0
            ? 2
            : byte < 0xf0
              ? 3
              : 4;
    if (at + size > raw.length) return at;
    at += size;
  }
}

/** @param {Uint8Array<ArrayBuffer>[]} parts */
function joined(parts) {
  if (parts.length === 1) return /** @type {Uint8Array<ArrayBuffer>} */ (parts[0]);
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/**
 * The same for a text that is there as a whole.
 * @param {string} text
 * @param {Rules} rules
 */
export async function rewrittenText(text, rules) {
  return decoder.decode(await new Rewriter(rules).push(encoder.encode(text)));
}

/**
 * The same for what is left of a stream.
 * @param {Uint8Array<ArrayBuffer>} start what came of it so far, rewritten
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
 * @param {Rewriter} rewriter
 * @param {(error: unknown) => void} failed
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function rewrittenStream(start, reader, rewriter, failed) {
  return new ReadableStream({
    start: (controller) => controller.enqueue(start),
    async pull(controller) {
      try {
        for (;;) {
          const { done, value } = await nextOf(reader);
          if (done) return controller.close();
          const written = await rewriter.push(value);
          if (written.length > 0) return controller.enqueue(written);
        }
      } catch (error) {
        // Half an answer has not to be taken for a whole. The stream breaks off; a runtime may end its body
        // properly all the same (workerd does, by itself), and then it is only that half of one is no JSON.
        failed(error);
        controller.error(error);
        await reader.cancel().catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
