import { HostFailure } from './failure.js';
import { parseJson } from './object.js';
import { drain } from './read-chunks.js';
import { runtime } from './runtime.js';
import { streamChunks } from './stream-chunks.js';

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
/** Workers read a response of this size at once: there, each chunk costs more CPU time than its bytes. */
const SHORT_ANSWER_BYTES = 16 << 10;

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
 * Reads a response as text: chunk by chunk, so that a slow response does not count as a stall.
 * @param {Response} response
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function readText(response, guard) {
  const { body } = response;
  if (!body) return '';
  if (isShort(response)) return guard.race(response.text());
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

/** Whether a response is short enough to be read at once. @param {Response} response which may be an object of the user's fetch */
function isShort(response) {
  if (runtime() !== 'workerd' || !(response instanceof Response)) return false;
  const { headers } = response;
  // Decoded, it may be of any length.
  if (headers.has('content-encoding')) return false;
  const length = headers.get('content-length');
  return length !== null && Number(length) <= SHORT_ANSWER_BYTES;
}
