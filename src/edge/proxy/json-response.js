// @ts-check
import { affinityOf } from './affinity.js';
import { rewriteRules } from './authorized-request.js';
import { parseJson } from './read.js';
import { HttpError, jsonTextResponse } from './responses.js';
import { MalformedJsonError, Rewriter, rewrittenStream, rewrittenText } from './rewrite.js';
import { rewrittenStart } from './rewritten-start.js';
import { callUpstream } from './upstream.js';

const MAX_ACKNOWLEDGEMENT_BYTES = 65_536;

/** `Retry-After` is seconds or a date (RFC 9110, 10.2.3); MetaDefender's own header is seconds, sometimes with an "s". */
const FORWARDED_HEADERS = [
  ['retry-after', /^(?:\d{1,10}|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT)$/],
  ['x-ratelimit-reset-in', /^\d{1,10}s?$/],
];

/**
 * Rewrites a JSON response while it streams.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function streamJson(authorized, call) {
  const { response, text } = await callUpstream(authorized, call);
  if (!response.ok) return errorResponse(authorized, response, text);
  const reader = /** @type {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} */ (
    response.body?.getReader()
  );
  const rewriter = new Rewriter(
    rewriteRules(withAffinity(authorized, response), scopeOf(authorized)),
  );
  const reportBreak = (/** @type {unknown} */ error) =>
    authorized.settings.reportError(
      authorized.operation.endpoint,
      `the response was cut off: ${error}`,
    );
  let start;
  try {
    start = await rewrittenStart(reader, rewriter);
  } catch (error) {
    reader?.cancel().catch(() => {});
    if (error instanceof MalformedJsonError) throw unexpectedResponseError(authorized);
    reportBreak(error);
    throw error instanceof HttpError ? error : new HttpError(502, 'the response was cut off');
  }
  const body = start.isWhole
    ? start.bytes
    : rewrittenStream(start.bytes, reader, rewriter, reportBreak);
  return jsonTextResponse(body, response.status, forwardedHeaders(response));
}

/**
 * The same request with the cookies of this response, so that new handles lead to the node that answered.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {Response} response
 */
export const withAffinity = (authorized, response) => ({
  ...authorized,
  cookies: authorized.cookies ?? affinityOf(authorized.operation, response),
});

/**
 * A response whose content does not matter: it may be empty or any JSON.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function acknowledge(authorized, call) {
  const { response, text } = await callUpstream(authorized, {
    ...call,
    bufferLimit: MAX_ACKNOWLEDGEMENT_BYTES,
  });
  if (!response.ok) return errorResponse(authorized, response, text);
  if (text === undefined || (text.trim() !== '' && parseJson(text) === undefined))
    throw unexpectedResponseError(authorized);
  return rewrittenJson(authorized, response, text.trim() === '' ? '{}' : text, scopeOf(authorized));
}

/**
 * Rewrites a JSON response that has been read as a whole.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {{ status: number, headers: Headers }} response
 * @param {string} text
 * @param {import('./handles.js').Scope} scope
 */
export async function rewrittenJson(authorized, response, text, scope) {
  const body = await rewrittenText(text, rewriteRules(authorized, scope));
  // The page always gets a body, which a 204 cannot have.
  return jsonTextResponse(
    body,
    response.status === 204 ? 200 : response.status,
    forwardedHeaders(response),
  );
}

/**
 * MetaDefender's error response, reduced to its message and code. If it is not JSON, it is some other server's page, and
 * nothing of it is passed on.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {Response} response
 * @param {string | undefined} text
 */
export async function errorResponse(authorized, response, text) {
  const members = errorMembers(parseJson(text), authorized);
  if (members) return rewrittenJson(authorized, response, JSON.stringify(members), 'known');
  const message = `MetaDefender answered HTTP ${response.status}`;
  return new HttpError(response.status, message, forwardedHeaders(response)).response;
}

/**
 * The members of an error that the client reads, or MetaDefender's "Not Found" for the requested id.
 * @param {any} json
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 */
function errorMembers(json, { handlesById, resource }) {
  if (typeof json !== 'object' || json === null) return undefined;
  const requestedIds = [resource, ...handlesById.flat()].map((id) => id.toLowerCase());
  const notFoundMember = Object.entries(json).find(
    ([name, value]) =>
      requestedIds.includes(name.toLowerCase()) && /^not found$/i.test(String(value)),
  );
  if (notFoundMember) return Object.fromEntries([notFoundMember]);
  const { err, error, response } = json;
  const { code, messages, message } = error ?? {};
  const plainError = keepPlain({ code, messages, message });
  const plainMembers = keepPlain({ err, error, response });
  return plainError ? { ...plainMembers, error: plainError } : plainMembers;
}

/** Keeps the members that are strings, numbers or lists of these. @param {Record<string, any>} members */
function keepPlain(members) {
  const isPlain = (/** @type {any} */ value) => /^(?:string|number)$/.test(typeof value);
  const kept = Object.entries(members).filter(
    ([, value]) => isPlain(value) || (Array.isArray(value) && value.every(isPlain)),
  );
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/** @param {import('./authorized-request.js').AuthorizedRequest} authorized */
export function unexpectedResponseError({ settings, operation }) {
  settings.reportError(operation.endpoint, 'the response is not one of the API: is baseUrl right?');
  return new HttpError(502, 'the response is not one of MetaDefender');
}

/** @param {import('./authorized-request.js').AuthorizedRequest} authorized */
const scopeOf = ({ openedHandle }) => openedHandle?.scope ?? 'own';

/** @param {{ headers: Headers }} response */
function forwardedHeaders({ headers }) {
  /** @type {Record<string, string>} */
  const kept = {};
  for (const [name, form] of /** @type {[string, RegExp][]} */ (FORWARDED_HEADERS)) {
    const value = headers.get(name);
    if (value !== null && form.test(value)) kept[name] = value;
  }
  return kept;
}
