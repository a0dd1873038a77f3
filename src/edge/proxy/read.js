// @ts-check
import { Refusal } from './answers.js';

/** ms for which a body may not move. */
const PATIENCE = 60_000;

/**
 * What comes next of a body, which has to come.
 * @template T
 * @param {ReadableStreamDefaultReader<T>} reader
 * @returns {Promise<ReadableStreamReadResult<T>>}
 */
export async function nextOf(reader) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    const error = new Refusal(504, `nothing came for ${PATIENCE / 1000} seconds`);
    timer = setTimeout(() => reject(error), PATIENCE);
  });
  try {
    return await Promise.race([reader.read(), /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The body of a request or an answer as text; nothing where it has more bytes than that.
 * @param {Request | Response} message
 * @param {number} most
 */
export async function readText({ body }, most) {
  if (!body) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let size = 0; ;) {
    const { done, value } = await nextOf(reader).catch(async (error) => {
      await reader.cancel().catch(() => {});
      throw error;
    });
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Refuses a request of which there is no body any more. @param {Pick<import('./visit.js').Visit, 'request' | 'settings' | 'operation'>} asked */
export function checkUnread({ request, settings, operation }) {
  if (!request.bodyUsed) return;
  settings.report(operation.endpoint, 'a hook has read the body of the request');
  throw new Refusal(500, 'the proxy failed');
}

/** The JSON that a text is; `undefined` for what is none. @param {string | undefined} text @returns {any} */
export function parsed(text) {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
