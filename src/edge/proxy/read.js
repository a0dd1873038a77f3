// @ts-check
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { HttpError } from './responses.js';

const IDLE_TIMEOUT_MS = 60_000;

/**
 * Reads the next chunk of a body; fails if none comes in time.
 * @template T
 * @param {ReadableStreamDefaultReader<T>} reader
 * @returns {Promise<ReadableStreamReadResult<T>>}
 */
export async function readNext(reader) {
  try {
    return await withTimeout(IDLE_TIMEOUT_MS, undefined, () => reader.read());
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new HttpError(504, `nothing was received for ${IDLE_TIMEOUT_MS / 1000} seconds`);
  }
}

/**
 * The body of a request or response as text; `undefined` if it is larger than `maxBytes`.
 * @param {Request | Response} message
 * @param {number} maxBytes
 */
export async function readText({ body }, maxBytes) {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ;) {
    const { done, value } = await readNext(reader).catch(async (error) => {
      await reader.cancel().catch(() => {});
      throw error;
    });
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Fails if a hook has already consumed the body. @param {import('./authorized-request.js').RoutedRequest} routed */
export function checkUnread({ request, settings, operation }) {
  if (!request.bodyUsed) return;
  settings.reportError(operation.endpoint, 'a hook has read the body of the request');
  throw new HttpError(500, 'the proxy failed');
}

/** Parses JSON; `undefined` if it is malformed. @param {string | undefined} text @returns {any} */
export function parseJson(text) {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
