// @ts-check

/** On every response: it concerns one visitor's file, so it must not be cached, nor its type be guessed. */
const COMMON_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** An error with its HTTP response. The visitor gets to read the message. */
export class HttpError extends Error {
  /**
   * @param {number} status
   * @param {string} message
   * @param {Record<string, string>} [headers]
   */
  constructor(status, message, headers) {
    super(message);
    this.status = status;
    this.headers = headers;
  }

  /** Problem details (RFC 9457), with the message as MetaDefender's own errors have it, too: clients read that. */
  get response() {
    const { message, status, headers } = this;
    const problem = { status, detail: message, err: message };
    return jsonTextResponse(JSON.stringify(problem), status, headers, 'application/problem+json');
  }
}

/**
 * @param {unknown} value
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export const jsonResponse = (value, status = 200, headers) =>
  jsonTextResponse(JSON.stringify(value), status, headers);

/**
 * @param {BodyInit | null} text
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
export const jsonTextResponse = (text, status, headers, type = 'application/json') =>
  new Response(text, {
    status,
    headers: { ...headers, ...COMMON_HEADERS, 'content-type': type },
  });

/** MetaDefender's response for an unknown id or hash. @param {string} id */
export const notFound = (id) => jsonResponse({ [id]: 'Not Found' }, 404);

/**
 * An uploaded file, served from the page's own origin. It must be saved and never rendered, as it could run scripts there.
 * @param {Response} upstream
 * @param {[type: string, disposition: string]} as
 */
export function downloadResponse(upstream, [type, disposition]) {
  const length = upstream.headers.get('content-length');
  const isEncoded = upstream.headers.has('content-encoding');
  return new Response(upstream.body, {
    headers: {
      ...COMMON_HEADERS,
      'content-type': type,
      'content-disposition': disposition,
      'content-security-policy': "sandbox; default-src 'none'",
      ...(length && !isEncoded && /^\d+$/.test(length) && { 'content-length': length }),
    },
  });
}
