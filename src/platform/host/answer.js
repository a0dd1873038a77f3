/**
 * What came back.
 * @typedef {object} Incoming
 * @property {number} status
 * @property {string} text
 * @property {any} json what the text is the JSON of; `undefined` where it is none
 * @property {string | undefined} retryAfter of a failed answer: `Retry-After`, or else `x-ratelimit-reset-in`
 * @property {Response | undefined} response if it is wanted unread, and succeeded
 */

/** No answer of the protocol comes near this many bytes. */
export const LONGEST_ANSWER = 64 << 20;

/** @param {number} status */
export const isSuccess = (status) => status >= 200 && status < 300;

/**
 * The headers that say when to come back are asked for in failed answers only: a browser complains in
 * its console about one that CORS does not expose.
 * @param {number} status
 * @param {string} text
 * @param {(name: string) => string | null | undefined} header
 * @param {Response} [response]
 * @returns {Incoming}
 */
export function incoming(status, text, header, response) {
  const later = isSuccess(status)
    ? null
    : (header('retry-after') ?? header('x-ratelimit-reset-in'));
  return {
    status,
    text,
    json: parsed(text),
    retryAfter: typeof later === 'string' ? later : undefined,
    response,
  };
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
