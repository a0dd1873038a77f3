import { drain, streamChunks } from './chunks.js';
import { HostFailure } from './failure.js';
import { parseJson } from './object.js';

/**
 * What came back.
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} text
 * @property {any} json what the text is the JSON of; `undefined` where it is none
 * @property {string} setCookies each `Set-Cookie`, a line each
 * @property {string | undefined} retryAfter of a failed answer: `Retry-After`, or else `x-ratelimit-reset-in`
 * @property {Response | undefined} response if it is wanted unread, and succeeded
 */

/** No answer of the protocol comes near this many bytes. */
const MAX_ANSWER_BYTES = 64 << 20;

/** @param {number} status */
export const isSuccess = (status) => status >= 200 && status < 300;

/**
 * The headers of an answer, as far as they matter.
 * @typedef {object} AnswerHeaders
 * @property {(name: string) => unknown} get
 * @property {() => string[]} [getSetCookie] not in browsers, which keep cookies themselves
 */

/**
 * The headers that say when to come back are asked for in failed answers only: a browser complains in
 * its console about one that CORS does not expose.
 * @param {number} status
 * @param {string} text
 * @param {AnswerHeaders | undefined} headers
 * @param {Response} [response]
 * @returns {Answer}
 */
export function answer(status, text, headers, response) {
  const later = isSuccess(status)
    ? null
    : (headers?.get?.('retry-after') ?? headers?.get?.('x-ratelimit-reset-in'));
  return {
    status,
    text,
    json: parseJson(text),
    setCookies: setCookies(headers),
    retryAfter: typeof later === 'string' ? later : undefined,
    response,
  };
}

/** Each `Set-Cookie`, a line each. @param {AnswerHeaders | undefined} headers */
export function setCookies(headers) {
  try {
    const lines = headers?.getSetCookie?.();
    return Array.isArray(lines) ? lines.map(String).join('\n') : '';
  } catch {
    return '';
  }
}

/** Collects a text, but not one without an end. */
export class TextCollector {
  #decoder = new TextDecoder();
  #text = '';
  #bytes = 0;

  /** @param {Uint8Array} chunk */
  add(chunk) {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_ANSWER_BYTES) throw new HostFailure('protocol', 'the answer has no end');
    this.#text += this.#decoder.decode(chunk, { stream: true });
  }

  end() {
    return this.#text + this.#decoder.decode();
  }
}

/**
 * The body as text, read as it comes, so that one which trickles in is not taken for a stall.
 * @param {ReadableStream | null | undefined} body
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function readText(body, guard) {
  if (!body) return '';
  const text = new TextCollector();
  await drain(
    streamChunks(body, true),
    (chunk) => {
      guard.touch();
      text.add(chunk);
    },
    guard,
  );
  return text.end();
}
