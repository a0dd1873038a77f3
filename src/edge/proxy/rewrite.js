// @ts-check

/**
 * How the strings of a JSON text are rewritten.
 * @typedef {object} Rules
 * @property {(text: string) => string} text any string, names of members included
 * @property {import('./redact.js').Replacer} part what is replaced in the pieces of one that is too long
 * @property {(name: string) => Member | undefined} member what replaces the string that a member of this name is
 * @property {(name: string) => boolean} foreign whether what this member holds is somebody else's JSON, in which
 *   member names mean nothing
 * @typedef {(text: string) => string | Promise<string>} Member
 */

/** A text that is no JSON. */
export class Malformed extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** Bytes of a string that is looked at as a whole. */
const LONGEST = 65_536;

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
  #depth = 0;
  /** The depth at which somebody else's JSON began. */
  #foreign = Infinity;

  /** @param {Rules} rules */
  constructor(rules) {
    this.#rules = rules;
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
      this.#depth += 1;
      if (
        this.#name !== undefined &&
        this.#depth < this.#foreign &&
        this.#rules.foreign(this.#name)
      )
        this.#foreign = this.#depth;
    } else if (kind === CLOSES) {
      if (this.#depth === this.#foreign) this.#foreign = Infinity;
      this.#depth -= 1;
    }
    this.#name = byte === COLON ? this.#last : undefined;
    this.#last = undefined;
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
    const isOurs = this.#foreign === Infinity;
    const member = name !== undefined && isOurs ? this.#rules.member(name) : undefined;
    this.#last = name === undefined ? text : undefined;
    const becomes = (member ?? this.#rules.text)(text);
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
    if (!this.#isLong && this.#name !== undefined && this.#rules.member(this.#name))
      throw new Malformed('an id that is too long');
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
          const { done, value } = await reader.read();
          if (done) return controller.close();
          const written = await rewriter.push(value);
          if (written.length > 0) return controller.enqueue(written);
        }
      } catch (error) {
        // The answer breaks off, as half of one could be taken for a whole.
        failed(error);
        controller.error(error);
        await reader.cancel().catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
