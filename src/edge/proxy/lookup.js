// @ts-check
import { assess } from 'metadefender-wasm';
import {
  errorResponse,
  rewrittenJson,
  streamJson,
  unexpectedResponseError,
} from './json-response.js';
import { enforceRateLimit } from './rate.js';
import { checkUnread, parseJson, readText } from './read.js';
import { isReport, reduced, reducedEntry } from './reduce.js';
import { HttpError, jsonResponse, notFound } from './responses.js';
import { callUpstream } from './upstream.js';
import { VerdictCache } from './verdict-cache.js';

/** A larger report is not read into memory. */
const MAX_REPORT_BYTES = 1024 * 1024;
/** The size of a list of `MAX_HASHES` hashes of 128 digits each, as JSON. */
const MAX_HASH_LIST_BYTES = 160_000;
const MAX_HASHES = 1000;
/** The rate limit counts one request for this many hashes. */
const HASHES_PER_REQUEST = 50;
const HASH_PATTERN = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i;
/** `scan_result_i` of an unknown hash in Cloud v4. */
const UNKNOWN_RESULT = 5;

const OK = { status: 200, headers: new Headers() };

/**
 * Looks a file up by its hash. The file may be another visitor's.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function lookUpHash(authorized, call) {
  const { settings, background, url } = authorized;
  const cacheKey = [settings.cacheNamespace, call.path.toLowerCase(), call.headers];
  const cache = new VerdictCache(settings, url.origin, JSON.stringify(cacheKey));
  const cached = await cache.get();
  if (cached !== undefined) return rewrittenJson(authorized, OK, cached, 'known');

  const { response, text } = await callUpstream(authorized, {
    ...call,
    bufferLimit: MAX_REPORT_BYTES,
  });
  if (!response.ok) return errorResponse(authorized, response, text);
  if (text === undefined) {
    reportTooLargeError(authorized, '');
    return notFound(authorized.resource);
  }
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) throw unexpectedResponseError(authorized);
  const visible = isReport(parsed)
    ? visibleReport(settings, parsed, text)
    : notFoundOnly(parsed, authorized.resource);
  background.waitUntil(keepIfFinal(cache, settings.api, parsed, visible));
  return rewrittenJson(authorized, response, visible, 'known');
}

/**
 * Caches a report that is final, by the rules of the package itself.
 * @param {VerdictCache} cache
 * @param {'cluster' | 'cloud-v2' | 'cloud-v4'} api
 * @param {any} report
 * @param {string} visible
 */
async function keepIfFinal(cache, api, report, visible) {
  if (cache.isOff || typeof report.data_id !== 'string' || report.data_id === '') return;
  const { finished, outdated } = await assess(report, { api });
  if (finished && !outdated) await cache.put(visible);
}

/**
 * Whether the visitor gets less than the whole report.
 * @param {import('./operations.js').Operation} operation
 * @param {import('./handles.js').OpenedHandle | undefined} openedHandle
 * @param {{ shareReports: boolean }} settings
 */
export const isReduced = ({ responseKind }, openedHandle, { shareReports }) =>
  !shareReports && (responseKind === 'lookup' || openedHandle?.scope === 'known');

/**
 * The report for a handle: streamed as a whole to whoever uploaded the file, reduced if the handle is from a look-up.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function handleReport(authorized, call) {
  if (!isReduced(authorized.operation, authorized.openedHandle, authorized.settings))
    return streamJson(authorized, call);
  const { response, text } = await callUpstream(authorized, {
    ...call,
    bufferLimit: MAX_REPORT_BYTES,
  });
  if (!response.ok) return errorResponse(authorized, response, text);
  if (text === undefined)
    throw reportTooLargeError(
      authorized,
      'the report is too long: only the visitor who uploaded the file gets it',
    );
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) throw unexpectedResponseError(authorized);
  const id = authorized.openedHandle?.id ?? '';
  return rewrittenJson(
    authorized,
    response,
    isReport(parsed) ? visibleReport(authorized.settings, parsed, text) : notFoundOnly(parsed, id),
    'known',
  );
}

/**
 * Looks many files up by their hashes.
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 */
export async function lookUpHashes(authorized, call) {
  const hashes = await readHashes(authorized);
  for (let counted = HASHES_PER_REQUEST; counted < hashes.length; counted += HASHES_PER_REQUEST)
    await enforceRateLimit('requests', authorized.request, authorized.settings);
  const body = JSON.stringify({ hash: hashes });
  const headers = [.../** @type {[string, string][]} */ (call.headers ?? []), JSON_TYPE];
  const { response, text } = await callUpstream(authorized, {
    ...call,
    headers,
    body,
    bufferLimit: MAX_REPORT_BYTES,
  });
  if (!response.ok) return errorResponse(authorized, response, text);
  if (text === undefined)
    throw reportTooLargeError(
      authorized,
      'the reports are too long: look up fewer hashes at a time',
    );
  const parsed = parseJson(text);
  const list = Array.isArray(parsed) ? parsed : parsed?.data;
  if (!Array.isArray(list)) throw unexpectedResponseError(authorized);
  const entries = list.map((entry) =>
    isReport(entry) ? reducedEntry(entry) : notFoundEntry(entry),
  );
  const reducedText = JSON.stringify(Array.isArray(parsed) ? entries : { data: entries });
  return rewrittenJson(
    authorized,
    response,
    authorized.settings.shareReports ? text : reducedText,
    'known',
  );
}

/**
 * The response of a look-up that is switched off: nothing is found, so the page goes on to upload.
 * @param {import('./authorized-request.js').RoutedRequest} routed
 */
export async function emptyLookup(routed) {
  const { operation, resource, settings } = routed;
  if (operation.responseKind === 'lookup') return notFound(resource);
  const hashes = await readHashes(routed);
  return settings.api === 'cloud-v4'
    ? jsonResponse({
        data: hashes.map((hash) => ({ hash, data_id: null, scan_result_i: UNKNOWN_RESULT })),
      })
    : jsonResponse(hashes.map((hash) => ({ [hash]: 'Not Found' })));
}

/** @param {import('./authorized-request.js').AuthorizedRequest} authorized @param {string} message */
function reportTooLargeError({ settings, operation }, message) {
  settings.reportError(operation.endpoint, `the response has more than ${MAX_REPORT_BYTES} bytes`);
  // Not 502: clients would retry.
  return new HttpError(500, message);
}

/** @type {[string, string]} */
const JSON_TYPE = ['content-type', 'application/json'];

/** @param {import('./settings.js').ProxySettings} settings @param {any} report @param {string} text */
const visibleReport = ({ shareReports }, report, text) =>
  shareReports ? text : JSON.stringify(reduced(report));

/** A response that is not a report: passes on MetaDefender's "Not Found", and nothing else of it. @param {any} parsed @param {string} id */
function notFoundOnly(parsed, id) {
  const isNotFound = Object.entries(parsed).some(
    ([key, value]) => key.toLowerCase() === id.toLowerCase() && /^not found$/i.test(String(value)),
  );
  return JSON.stringify(isNotFound ? { [id]: 'Not Found' } : {});
}

/** @param {any} entry */
function notFoundEntry(entry) {
  const hash = Object.keys(entry ?? {}).find((key) => HASH_PATTERN.test(key));
  return hash ? { [hash]: 'Not Found' } : reducedEntry(entry ?? {});
}

/** @param {Parameters<typeof checkUnread>[0]} routed @returns {Promise<string[]>} */
async function readHashes(routed) {
  checkUnread(routed);
  const text = await readText(routed.request, MAX_HASH_LIST_BYTES).catch(() => {
    throw new HttpError(408, 'the body was not received');
  });
  const hashes = parseJson(text)?.hash;
  const isList = Array.isArray(hashes) && hashes.length > 0 && hashes.length <= MAX_HASHES;
  if (!isList || !hashes.every((hash) => typeof hash === 'string' && HASH_PATTERN.test(hash)))
    throw new HttpError(400, `the body has to be {"hash": [1 to ${MAX_HASHES} hashes]}`);
  return hashes;
}
