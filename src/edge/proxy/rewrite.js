// @ts-check
import { readNext } from './read.js';

/**
 * How the strings of a JSON document are rewritten.
 * @typedef {object} RewriteRules
 * @property {(text: string) => string} text rewrites any string, including the names of members
 * @property {import('./redact.js').Replacer} part rewrites the pieces of a string that is too long to be held as a whole
 * @property {Members} members rewrite the values of these members; arrays count as their elements
 * @typedef {(text: string) => string | Promise<string>} Member
 * @typedef {{ [name: string]: Member | Members }} Members
 */

/** The input is not JSON. */
export class MalformedJsonError extends Error {}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** Longer strings are rewritten in pieces. */
const MAX_STRING_BYTES = 65_536;
/** Of nested objects and arrays. */
const MAX_DEPTH = 1000;

/** The characters that may occur outside of strings. */
const [OTHER, SPACE, OPENS, CLOSES] = [1, 2, 3, 4];
const BYTE_KINDS = new Uint8Array(256);
for (const [characters, kind] of /** @type {[string, number][]} */ ([
  ['0123456789+-.eEtrufalsn,:', OTHER],
  [' \t\r\n', SPACE],
  ['{[', OPENS],
  ['}]', CLOSES],
])) {
  for (const character of characters) BYTE_KINDS[character.charCodeAt(0)] = kind;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Rewrites the strings of a JSON document while it streams; all other bytes stay the same. It is not a validating
 * parser: malformed JSON may pass, but never a string that was not rewritten.
 */
export class Rewriter {
  #rules;
  /** The chunks of the string that is being read, from its opening quote on. @type {Uint8Array<ArrayBuffer>[]} */
  #pending = [];
  #inString = false;
  #escaped = false;
  /** Of a long string: the end of the last piece, which may start a text to replace. */
  #tail = '';
  #isLong = false;
  /** The last string: it is a member's name if a colon follows. @type {string | undefined} */
  #lastString;
  /** The name of the member whose value follows. @type {string | undefined} */
  #name;
  /** The replacers for each open object and array. @type {(Members | undefined)[]} */
  #memberStack;

  /** @param {RewriteRules} rules */
  constructor(rules) {
    this.#rules = rules;
    this.#memberStack = [rules.members];
  }

  /**
   * Rewrites a chunk; returns what can be sent on so far.
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
          this.#readStructure(/** @type {number} */ (chunk[at]));
          continue;
        }
        out.push(chunk.subarray(from, at));
        this.#inString = true;
        from = at;
        continue;
      }
      at = this.#endOfString(chunk, at);
      if (at === chunk.length) break;
      this.#pending.push(chunk.subarray(from, at + 1));
      const written = this.#rewriteString();
      out.push(written instanceof Promise ? await written : written);
      this.#inString = false;
      from = at + 1;
    }
    if (this.#inString) {
      // A copy: the memory of the chunk may be reused.
      this.#pending.push(chunk.slice(from));
      out.push(this.#rewritePiece());
    } else {
      out.push(chunk.subarray(from));
    }
    return concatenated(out);
  }

  /** A byte outside of strings. @param {number} byte */
  #readStructure(byte) {
    const kind = BYTE_KINDS[byte];
    if (kind === SPACE) return;
    if (!kind) throw new MalformedJsonError('an unexpected character');
    if (kind === OPENS) {
      if (this.#memberStack.length > MAX_DEPTH) throw new MalformedJsonError('too deep');
      const within = this.#name === undefined ? this.#memberStack.at(-1) : this.#member(this.#name);
      this.#memberStack.push(typeof within === 'object' ? within : undefined);
    } else if (kind === CLOSES && this.#memberStack.length > 1) {
      this.#memberStack.pop();
    }
    // A long string sets no `#lastString`: as a name it matches no member.
    this.#name = byte === COLON ? (this.#lastString ?? '') : undefined;
    this.#lastString = undefined;
  }

  /** The replacer for a member of the innermost object. @param {string} name */
  #member(name) {
    const members = this.#memberStack.at(-1);
    return members && Object.hasOwn(members, name) ? members[name] : undefined;
  }

  /** The index of the closing quote, or the chunk's length. @param {Uint8Array} chunk @param {number} at */
  #endOfString(chunk, at) {
    for (; at < chunk.length; at += 1) {
      const byte = /** @type {number} */ (chunk[at]);
      if (byte < 0x20) throw new MalformedJsonError('a control character in a string');
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) break;
    }
    return at;
  }

  /** Rewrites the string that has just ended. */
  #rewriteString() {
    const raw = concatenated(this.#pending);
    this.#pending = [];
    const name = this.#name;
    this.#name = undefined;
    if (this.#isLong) {
      const rest = this.#rules.part.replace(this.#tail + parseString(raw.subarray(0, -1)));
      this.#isLong = false;
      this.#tail = '';
      this.#lastString = undefined;
      return encoder.encode(`${JSON.stringify(rest).slice(1, -1)}"`);
    }
    const text = parseString(raw.subarray(1, -1));
    const member = name === undefined ? undefined : this.#member(name);
    this.#lastString = name === undefined ? text : undefined;
    const becomes = (typeof member === 'function' ? member : this.#rules.text)(text);
    const written = (/** @type {string} */ other) =>
      other === text ? raw : encoder.encode(JSON.stringify(other));
    return typeof becomes === 'string' ? written(becomes) : becomes.then(written);
  }

  /** Rewrites as much as possible of a string that is too long to be held until its end. */
  #rewritePiece() {
    const length = this.#pending.reduce((sum, part) => sum + part.length, 0);
    if (length <= MAX_STRING_BYTES) return new Uint8Array();
    const raw = concatenated(this.#pending);
    const from = this.#isLong ? 0 : 1;
    const opening = this.#isLong ? '' : '"';
    const isId = this.#name !== undefined && typeof this.#member(this.#name) === 'function';
    if (!this.#isLong && isId) throw new MalformedJsonError('an id that is too long');
    const end = endOfWholeCharacters(raw, from);
    this.#pending = [raw.slice(end)];
    this.#isLong = true;
    const text = this.#rules.part.replace(this.#tail + parseString(raw.subarray(from, end)));
    const safeLength = Math.max(0, text.length - Math.max(0, this.#rules.part.maxLength - 1));
    this.#tail = text.slice(safeLength);
    return encoder.encode(opening + JSON.stringify(text.slice(0, safeLength)).slice(1, -1));
  }
}

/** Parses what is between the quotes of a string. @param {Uint8Array} raw */
function parseString(raw) {
  const text = decoder.decode(raw);
  if (!text.includes('\\')) return text;
  try {
    return /** @type {string} */ (JSON.parse(`"${text}"`));
  } catch {
    throw new MalformedJsonError('an invalid escape');
  }
}

/** The end of the last character that is complete, both as an escape and as UTF-8. @param {Uint8Array} raw @param {number} at */
function endOfWholeCharacters(raw, at) {
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
export function concatenated(parts) {
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
 * Rewrites a JSON document.
 * @param {string} text
 * @param {RewriteRules} rules
 */
export async function rewrittenText(text, rules) {
  return decoder.decode(await new Rewriter(rules).push(encoder.encode(text)));
}

/**
 * Rewrites a stream whose start has been rewritten already.
 * @param {Uint8Array<ArrayBuffer>} start rewritten
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
 * @param {Rewriter} rewriter
 * @param {(error: unknown) => void} onError
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function rewrittenStream(start, reader, rewriter, onError) {
  return new ReadableStream({
    start: (controller) => controller.enqueue(start),
    async pull(controller) {
      try {
        for (;;) {
          const { done, value } = await readNext(reader);
          if (done) return controller.close();
          const written = await rewriter.push(value);
          if (written.length > 0) return controller.enqueue(written);
        }
      } catch (error) {
        // A truncated response must not pass for a complete one. The stream fails; some runtimes (workerd by itself)
        // still end the body properly, and then only the truncated JSON shows it.
        onError(error);
        controller.error(error);
        await reader.cancel().catch(() => {});
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
