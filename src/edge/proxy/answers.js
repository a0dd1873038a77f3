// @ts-check

/** Of every answer: it is about one visitor's file, and is what it says it is. */
const ALWAYS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A request that is answered with an error; the words reach the visitor, as MetaDefender's would. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} words
   * @param {Record<string, string>} [headers]
   */
  constructor(status, words, headers) {
    super(words);
    this.status = status;
    this.headers = headers;
  }

  /** In the shape of the reference. */
  get answer() {
    return json({ err: this.message }, this.status, this.headers);
  }
}

/**
 * @param {unknown} value
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export const json = (value, status = 200, headers) =>
  jsonText(JSON.stringify(value), status, headers);

/**
 * @param {BodyInit | null} text
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
export const jsonText = (text, status, headers) =>
  new Response(text, {
    status,
    headers: { ...headers, ...ALWAYS, 'content-type': 'application/json' },
  });

/** What MetaDefender says of an id or hash that it does not know. @param {string} id */
export const miss = (id) => json({ [id]: 'Not Found' }, 404);

/**
 * A file that somebody uploaded, from the page's own origin: it is saved, never shown.
 * @param {Response} answer
 * @param {[type: string, disposition: string]} as
 */
export function download(answer, [type, disposition]) {
  const length = answer.headers.get('content-length');
  const isEncoded = answer.headers.has('content-encoding');
  return new Response(answer.body, {
    headers: {
      ...ALWAYS,
      'content-type': type,
      'content-disposition': disposition,
      'content-security-policy': "sandbox; default-src 'none'",
      ...(length && !isEncoded && /^\d+$/.test(length) && { 'content-length': length }),
    },
  });
}
