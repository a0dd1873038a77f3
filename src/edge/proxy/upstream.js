// @ts-check
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { addCookies } from './affinity.js';
import { readText } from './read.js';
import { HttpError } from './responses.js';

const RESPONSE_TIMEOUT_MS = 60_000;
const MAX_ERROR_BYTES = 65_536;

/**
 * A call to MetaDefender.
 * @typedef {object} UpstreamCall
 * @property {string} path with its query
 * @property {[string, string][]} [headers]
 * @property {BodyInit | null} [body]
 * @property {number} [length] of a body that is a stream, bytes
 * @property {number} [bufferLimit] bytes up to which the response is read as text; without it, it is left to be streamed
 *
 * @typedef {object} UpstreamResponse
 * @property {Response} response
 * @property {string | undefined} text the body, if it was to be read and is not larger than `bufferLimit`
 */

/**
 * Calls MetaDefender, with a timeout of a minute.
 *
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {UpstreamCall} call
 * @returns {Promise<UpstreamResponse>}
 */
export async function callUpstream(authorized, call) {
  const { settings, operation } = authorized;
  const result = await withResponseTimeout(settings, operation.endpoint, (signal) =>
    sendUpstream(authorized, call, signal),
  );
  checkStatus(authorized, result.response);
  return result;
}

/**
 * The request is built from scratch: it only contains what the call names.
 *
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {UpstreamCall} call
 * @param {AbortSignal} signal
 * @returns {Promise<UpstreamResponse>}
 */
export async function sendUpstream({ settings, operation, cookies }, call, signal) {
  const { baseUrl, platform, fetch = platform.fetch } = settings;
  const headers = new Headers(call.headers);
  // Configured headers override the visitor's.
  for (const [name, value] of settings.headers) headers.set(name, value);
  addCookies(headers, cookies);
  const { body = null, length } = call;
  if (length !== undefined)
    for (const [name, value] of platform.bodyHeaders(length)) headers.set(name, value);
  const response = await fetch(baseUrl + call.path, {
    method: operation.method,
    headers,
    body,
    redirect: 'manual',
    signal,
    // The standard requires it for streams; workerd does not.
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });
  const limit = response.ok ? call.bufferLimit : MAX_ERROR_BYTES;
  const text = limit === undefined ? undefined : await readText(response, limit);
  return { response, text };
}

/**
 * Fetches a sanitized copy from the address that MetaDefender gave. That server gets neither key nor headers.
 *
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {string} address
 */
export async function fetchSanitizedCopy({ settings, operation }, address) {
  const isSecure = /^https:/i.test(address) || /^http:/i.test(settings.baseUrl);
  if (!isSecure) {
    settings.reportError(operation.endpoint, 'the address of the clean copy is not https');
    throw new HttpError(502, 'the address of the clean copy is not secure');
  }
  const response = await withResponseTimeout(settings, operation.endpoint, (signal) =>
    // Not the fetch of the options: a custom one may be bound to MetaDefender, or add credentials.
    settings.platform.fetch(address, { redirect: 'manual', signal }),
  );
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404 || response.status === 403)
    throw new HttpError(404, 'the clean copy is no longer available');
  settings.reportError(operation.endpoint, `HTTP ${response.status} for the clean copy`);
  throw new HttpError(502, 'the clean copy cannot be fetched');
}

/**
 * @template T
 * @param {import('./settings.js').ProxySettings} settings
 * @param {string} endpoint
 * @param {(signal: AbortSignal) => Promise<T>} task
 */
async function withResponseTimeout({ reportError }, endpoint, task) {
  try {
    return await withTimeout(RESPONSE_TIMEOUT_MS, undefined, task);
  } catch (error) {
    reportError(endpoint, `no response: ${error}`);
    if (error instanceof TimeoutError)
      throw new HttpError(504, 'MetaDefender did not respond in time');
    throw error instanceof HttpError ? error : new HttpError(502, 'MetaDefender cannot be reached');
  }
}

/**
 * Reports errors to the owner of the proxy that the visitor cannot solve.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {Response} response
 */
export function checkStatus({ settings, operation }, { status, type }) {
  const { reportError } = settings;
  const { endpoint } = operation;
  if (status === 401) {
    reportError(endpoint, 'HTTP 401: MetaDefender refuses the apiKey');
    // Not 502: clients would retry.
    throw new HttpError(500, 'the proxy is not configured: MetaDefender refuses its credentials');
  }
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    reportError(
      endpoint,
      `HTTP ${status}: redirects are not followed, as they could send the key to another server`,
    );
    throw new HttpError(502, 'MetaDefender responded with a redirect');
  }
  if (status === 403 || status >= 500) reportError(endpoint, `HTTP ${status}`);
}
