import { drain, streamChunks } from './chunks.js';
import { HostFailure } from './failure.js';
import { parseJson } from './object.js';

/**
 * The response to a request.
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} text
 * @property {any} json the parsed text; `undefined` if it is not JSON
 * @property {string} setCookies the headers `Set-Cookie`, one per line
 * @property {string | undefined} retryAfter of a failed response: `Retry-After`, or else `x-ratelimit-reset-in`
 * @property {Response | undefined} response with its body unread, of a successful download
 */

/** Far more bytes than any response of the protocol has. */
const MAX_ANSWER_BYTES = 64 << 20;

/** @param {number} status */
export const isSuccess = (status) => status >= 200 && status < 300;

/**
 * The headers of a response, as far as they are used.
 * @typedef {object} AnswerHeaders
 * @property {(name: string) => unknown} get
 * @property {() => string[]} [getSetCookie] not in browsers, which keep cookies themselves
 */

/**
 * Reads the headers that state when to retry from failed responses only: a browser logs a warning about a header that
 * CORS does not expose.
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

/** The headers `Set-Cookie`, one per line. @param {AnswerHeaders | undefined} headers */
export function setCookies(headers) {
  try {
    const lines = headers?.getSetCookie?.();
    return Array.isArray(lines) ? lines.map(String).join('\n') : '';
  } catch {
    return '';
  }
}

/** Collects a text of limited size. */
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
 * Reads a body as text, chunk by chunk, so that a slow response does not count as a stall.
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
