// @ts-check
import { Refusal } from './answers.js';
import { readText } from './read.js';

/** ms for which MetaDefender may say nothing at all. */
const PATIENCE = 60_000;
/** Bytes of an answer that is an error. */
const LONGEST_ERROR = 65_536;

/** What a server does that answers before it has read what it does not want: its answer is lost on the way. */
const BROKEN_OFF =
  'MetaDefender broke the upload off: the file may be over its size limit, or it is busy';

/**
 * A call to MetaDefender.
 * @typedef {object} Call
 * @property {string} path with its query
 * @property {[string, string][]} [headers]
 * @property {BodyInit | null} [body]
 * @property {number} [read] the answer is read, if it has no more bytes; otherwise it is left to be streamed
 * @property {boolean} [patient] whether to wait for as long as it takes: for the bytes of an upload
 *
 * @typedef {object} Answer
 * @property {Response} response whose body is read, or is not, as was asked for
 * @property {string | undefined} text what was read; nothing where it is too long
 */

/**
 * Calls MetaDefender, by a request that is made from nothing: of the visitor's there is in it what the call says.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {Call} call
 * @returns {Promise<Answer>}
 */
export async function ask({ settings, operation }, call) {
  const { baseUrl, fetch = globalThis.fetch } = settings;
  const headers = new Headers(call.headers);
  // What is configured takes the place of whatever a visitor said.
  for (const [name, value] of settings.headers) headers.set(name, value);
  const init = { method: operation.method, headers, body: call.body ?? null };
  const task = async (/** @type {AbortSignal | undefined} */ signal) => {
    const response = await fetch(baseUrl + call.path, { ...init, redirect: 'manual', signal });
    const limit = response.ok ? call.read : LONGEST_ERROR;
    const text = limit === undefined ? undefined : await readText(response, limit);
    return { response, text };
  };
  const answer = await reached(settings, operation.endpoint, task, call.patient);
  judge(settings, operation.endpoint, answer.response);
  return answer;
}

/**
 * Fetches what is at an address that MetaDefender gave, which gets neither key nor headers.
 *
 * @param {import('./visit.js').Visit} visit
 * @param {string} address
 */
export async function fetchElsewhere({ settings, operation }, address) {
  const isSecure = /^https:/i.test(address) || /^http:/i.test(settings.baseUrl);
  if (!isSecure) {
    settings.report(operation.endpoint, 'the address of the clean copy is not by https');
    throw new Refusal(502, 'the address of the clean copy is none that is secure');
  }
  const response = await reached(settings, operation.endpoint, (signal) =>
    // The runtime's own: another one may be bound to MetaDefender, or add to what it sends.
    globalThis.fetch(address, { redirect: 'manual', signal }),
  );
  if (response.ok) return response;
  await response.body?.cancel();
  if (response.status === 404 || response.status === 403)
    throw new Refusal(404, 'the clean copy is not there any more');
  settings.report(operation.endpoint, `HTTP ${response.status} for the clean copy`);
  throw new Refusal(502, 'the clean copy cannot be fetched');
}

/**
 * @template T
 * @param {import('./settings.js').Settings} settings
 * @param {string} endpoint
 * @param {(signal?: AbortSignal) => Promise<T>} task
 * @param {boolean} [isUpload] whether to wait for as long as it takes
 */
async function reached({ report }, endpoint, task, isUpload) {
  const controller = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    if (isUpload) return;
    timer = setTimeout(() => {
      reject(new Refusal(504, 'MetaDefender does not answer'));
      controller.abort();
    }, PATIENCE);
  });
  try {
    return await Promise.race([task(isUpload ? undefined : controller.signal), late]);
  } catch (error) {
    const words = isUpload ? BROKEN_OFF : 'MetaDefender cannot be reached';
    report(endpoint, `${isUpload ? BROKEN_OFF : 'no answer'}: ${error}`);
    throw error instanceof Refusal ? error : new Refusal(502, words);
  } finally {
    clearTimeout(timer);
  }
}

/** What is the owner's to know, and not a visitor's. @param {import('./settings.js').Settings} settings @param {string} endpoint @param {Response} response */
function judge({ report }, endpoint, { status, type }) {
  if (status === 401) {
    report(endpoint, 'HTTP 401: MetaDefender refuses the apiKey');
    // Not 502, which clients try again.
    throw new Refusal(500, 'the proxy is not configured: MetaDefender refuses its credentials');
  }
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    report(endpoint, `HTTP ${status}: a redirect, which could lead the key to somebody else`);
    throw new Refusal(502, 'MetaDefender answers by a redirect');
  }
  if (status === 403 || status >= 500) report(endpoint, `HTTP ${status}`);
}
