// @ts-check
import { jsonText, Refusal } from './answers.js';
import { nextOf, parsed } from './read.js';
import { Rewriter, rewrittenStream, rewrittenText } from './rewrite.js';
import { ask } from './upstream.js';
import { rulesOf } from './visit.js';

/** Bytes of an answer that may be empty. */
const LONGEST_ACKNOWLEDGEMENT = 65_536;

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3); the other one is seconds, with an "s". */
const KEPT = [
  ['retry-after', /^(?:\d{1,10}|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT)$/],
  ['x-ratelimit-reset-in', /^\d{1,10}s?$/],
];

/**
 * An answer of JSON, rewritten as it streams.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function streamed(visit, call) {
  const { response, text } = await ask(visit, call);
  if (!response.ok) return failed(visit, response, text);
  const reader = /** @type {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} */ (
    response.body?.getReader()
  );
  const first = await beginning(reader).catch((error) => {
    visit.settings.report(visit.operation.endpoint, `the answer broke off: ${error}`);
    reader.cancel().catch(() => {});
    throw error instanceof Refusal ? error : new Refusal(502, 'the answer broke off');
  });
  if (!first) throw unexpected(visit);
  const rewriter = new Rewriter(rulesOf(visit, scopeOf(visit)));
  let start;
  try {
    start = await rewriter.push(first);
  } catch {
    await reader.cancel();
    throw unexpected(visit);
  }
  const body = rewrittenStream(start, reader, rewriter, (error) =>
    visit.settings.report(visit.operation.endpoint, `the answer broke off: ${error}`),
  );
  return jsonText(body, response.status, keptHeaders(response));
}

/**
 * An answer that only has to be one: nothing, or any JSON.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function acknowledged(visit, call) {
  const { response, text } = await ask(visit, { ...call, read: LONGEST_ACKNOWLEDGEMENT });
  if (!response.ok) return failed(visit, response, text);
  if (text === undefined || (text.trim() !== '' && parsed(text) === undefined))
    throw unexpected(visit);
  return whole(visit, response, text.trim() === '' ? '{}' : text, scopeOf(visit));
}

/**
 * An answer of JSON that has been read.
 * @param {import('./visit.js').Visit} visit
 * @param {{ status: number, headers: Headers }} response
 * @param {string} text
 * @param {import('./handles.js').Scope} scope
 */
export async function whole(visit, response, text, scope) {
  const body = await rewrittenText(text, rulesOf(visit, scope));
  // With a body, even of one that had none.
  return jsonText(body, response.status === 204 ? 200 : response.status, keptHeaders(response));
}

/**
 * MetaDefender's refusal: its words and the code of them, and nothing else that there may be with them. What is no
 * JSON is some other server's page.
 * @param {import('./visit.js').Visit} visit
 * @param {Response} response
 * @param {string | undefined} text
 */
export async function failed(visit, response, text) {
  const said = wordsIn(parsed(text), visit);
  if (said) return whole(visit, response, JSON.stringify(said), 'known');
  const words = `MetaDefender answered HTTP ${response.status}`;
  return new Refusal(response.status, words, keptHeaders(response)).answer;
}

/**
 * The members that the client reads, or that what was asked for is not known.
 * @param {any} said
 * @param {import('./visit.js').Visit} visit
 */
function wordsIn(said, { named, subject }) {
  if (typeof said !== 'object' || said === null) return undefined;
  const asked = [subject, ...named.flat()].map((id) => id.toLowerCase());
  const miss = Object.entries(said).find(
    ([name, value]) => asked.includes(name.toLowerCase()) && /^not found$/i.test(String(value)),
  );
  if (miss) return Object.fromEntries([miss]);
  const { err, error, response } = said;
  const { code, messages, message } = error ?? {};
  const cause = plain({ code, messages, message });
  const words = plain({ err, error, response });
  return cause ? { ...words, error: cause } : words;
}

/** Those that are words or a number, or a list of them. @param {Record<string, any>} members */
function plain(members) {
  const isPlain = (/** @type {any} */ value) => /^(?:string|number)$/.test(typeof value);
  const kept = Object.entries(members).filter(
    ([, value]) => isPlain(value) || (Array.isArray(value) && value.every(isPlain)),
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** @param {import('./visit.js').Visit} visit */
export function unexpected({ settings, operation }) {
  settings.report(
    operation.endpoint,
    'the answer is not one that the API gives: is baseUrl right?',
  );
  return new Refusal(502, 'the answer is not one that MetaDefender gives');
}

/** @param {import('./visit.js').Visit} visit */
const scopeOf = ({ opened }) => opened?.scope ?? 'own';

/** @param {{ headers: Headers }} response */
function keptHeaders({ headers }) {
  /** @type {Record<string, string>} */
  const kept = {};
  for (const [name, form] of /** @type {[string, RegExp][]} */ (KEPT)) {
    const value = headers.get(name);
    if (value !== null && form.test(value)) kept[name] = value;
  }
  return kept;
}

/**
 * The first bytes of an object or array; nothing where it is something else.
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined} reader
 */
async function beginning(reader) {
  for (;;) {
    const { done, value } = (reader && (await nextOf(reader))) ?? { done: true, value: undefined };
    if (done || !value) return undefined;
    const first = value.find((byte) => byte > 0x20);
    if (first === 0x7b || first === 0x5b) return value;
    if (first !== undefined) {
      await reader?.cancel();
      return undefined;
    }
  }
}
