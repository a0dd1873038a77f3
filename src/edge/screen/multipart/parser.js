// @ts-check
import { ProblemError } from '../../problem.js';
import { Needle } from './needle.js';
import { parsePart } from './part.js';
/** @import { Part } from './part.js' */

/**
 * In the order of the body: a part and where its content starts, a piece of the content, where the content ends.
 * @typedef {{ part: Part, start: number } | { bytes: Uint8Array } | { end: number }} ParserEvent
 */

const MAX_HEADER_BYTES = 16 << 10;
const MAX_PARTS = 1000;
const CR = 13;
const LF = 10;
const DASH = 45;

const END_OF_HEADERS = new Needle('\r\n\r\n');
const NO_BYTES = new Uint8Array();

/**
 * A streaming parser for multipart/form-data (RFC 7578, RFC 2046). It is strict: it accepts what clients send, and
 * refuses what two parsers could read differently, as the origin could then see a file that was not scanned. Above all,
 * the boundary may occur only between parts: some parsers also find it after a bare LF or in the middle of a line.
 */
export class MultipartParser {
  #delimiter;
  /** Bytes that cannot be parsed before the next chunk. @type {Uint8Array} */
  #rest = NO_BYTES;
  /** The position of `#rest` in the body. */
  #offset = 0;
  #parts = 0;
  /** Of the part that is being read, if it states its length: where it has to end. @type {number | undefined} */
  #statedEnd;
  /** @type {'start' | 'delimiter' | 'headers' | 'content' | 'epilogue'} what comes next */
  #state = 'start';

  /** @param {string} boundary */
  constructor(boundary) {
    this.#delimiter = new Needle(`--${boundary}`);
  }

  /**
   * @param {Uint8Array} chunk
   * @returns {Generator<ParserEvent, void>}
   */
  *push(chunk) {
    const bytes = concatenate(this.#rest, chunk);
    let at = 0;
    for (;;) {
      const next = yield* this.#step(bytes, at);
      if (next === undefined) break;
      at = next;
    }
    at = bytes.length - this.#rest.length;
    this.#offset += at;
  }

  /** Checks that the form is complete. */
  end() {
    const isEnd =
      this.#state === 'epilogue' &&
      ['', '\r\n', '\r\n\r\n'].includes(String.fromCharCode(...this.#rest));
    if (!isEnd) throw malformed('the form ends in the middle');
  }

  /**
   * Parses one element from `at` on.
   * @param {Uint8Array} bytes
   * @param {number} at
   * @returns {Generator<ParserEvent, number | undefined>} where the next one starts; `undefined` if more bytes
   *   are needed to parse `#rest`
   */
  *#step(bytes, at) {
    switch (this.#state) {
      case 'start':
        return this.#start(bytes);
      case 'delimiter':
        return this.#afterDelimiter(bytes, at);
      case 'headers':
        return yield* this.#headers(bytes, at);
      case 'content':
        return yield* this.#content(bytes, at);
      default:
        // form-data-encoder, which got uses, ends a form with two line breaks.
        if (bytes.length - at > 4) throw malformed('something comes after the end of the form');
        return this.#needMore(bytes, at);
    }
  }

  /** @param {Uint8Array} bytes */
  #start(bytes) {
    if (bytes.length < this.#delimiter.length + 2) return this.#needMore(bytes, 0);
    const at = startsWithCrlf(bytes, 0) ? 2 : 0;
    const head = bytes.subarray(at, at + this.#delimiter.length);
    if (this.#delimiter.find(head, 0).index !== 0) {
      throw malformed('the form does not begin with its boundary');
    }
    this.#state = 'delimiter';
    return at + this.#delimiter.length;
  }

  /** @param {Uint8Array} bytes @param {number} at */
  #afterDelimiter(bytes, at) {
    if (bytes.length - at < 2) return this.#needMore(bytes, at);
    if (startsWithCrlf(bytes, at)) this.#state = 'headers';
    else if (bytes[at] === DASH && bytes[at + 1] === DASH) this.#state = 'epilogue';
    else throw malformed('there is something behind a boundary');
    return at + 2;
  }

  /** @param {Uint8Array} bytes @param {number} at @returns {Generator<ParserEvent, number | undefined>} */
  *#headers(bytes, at) {
    const { index } = END_OF_HEADERS.find(bytes, at);
    const end = index < 0 ? bytes.length : index;
    if (end - at > MAX_HEADER_BYTES) throw malformed('the headers of a part are too long');
    if (startsWithCrlf(bytes, at)) throw malformed('a part has no headers');
    if (index < 0) return this.#needMore(bytes, at);
    const headers = bytes.subarray(at, end);
    if (this.#delimiter.find(headers, 0).index >= 0) {
      throw malformed('the boundary stands in the headers of a part');
    }
    if (++this.#parts > MAX_PARTS) throw malformed('the form has too many parts');
    this.#state = 'content';
    const content = end + END_OF_HEADERS.length;
    const part = parsePart(headers);
    const start = this.#offset + content;
    this.#statedEnd = part.contentLength === undefined ? undefined : start + part.contentLength;
    yield { part, start };
    return content;
  }

  /** @param {Uint8Array} bytes @param {number} at @returns {Generator<ParserEvent, number | undefined>} */
  *#content(bytes, at) {
    const { index, begun } = this.#delimiter.find(bytes, at);
    if (index >= 0 && !(index - at >= 2 && startsWithCrlf(bytes, index - 2))) {
      throw malformed('the boundary stands where no part ends');
    }
    const end = index < 0 ? withoutLineEnd(bytes, at, bytes.length - begun) : index - 2;
    if (end > at) yield { bytes: bytes.subarray(at, end) };
    if (index < 0) return this.#needMore(bytes, end);
    // aiohttp reads as many bytes as a part says, even if a boundary is among them.
    if (this.#statedEnd !== undefined && this.#statedEnd !== this.#offset + end)
      throw malformed('a part is not as long as it says');
    yield { end: this.#offset + end };
    this.#state = 'delimiter';
    return index + this.#delimiter.length;
  }

  /** @param {Uint8Array} bytes @param {number} at @returns {undefined} */
  #needMore(bytes, at) {
    // A copy: the caller may reuse the chunk's memory.
    this.#rest = bytes.slice(at);
  }
}

/** @param {string} detail */
const malformed = (detail) => new ProblemError('malformed-form', { detail });

/** @param {Uint8Array} bytes @param {number} at */
const startsWithCrlf = (bytes, at) => bytes[at] === CR && bytes[at + 1] === LF;

/**
 * The end of the content, without a trailing CRLF or CR that may belong to a boundary.
 * @param {Uint8Array} bytes
 * @param {number} start
 * @param {number} end
 */
function withoutLineEnd(bytes, start, end) {
  if (end - 2 >= start && startsWithCrlf(bytes, end - 2)) return end - 2;
  // Before the content there is a LF, of its headers.
  return bytes[end - 1] === CR ? end - 1 : end;
}

/** @param {Uint8Array} first @param {Uint8Array} second */
function concatenate(first, second) {
  if (first.length === 0) return second;
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
