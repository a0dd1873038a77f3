// @ts-check
import { json, miss, Refusal } from './answers.js';
import { failed, streamed, unexpected, whole } from './json-answer.js';
import { limit } from './rate.js';
import { checkUnread, parsed, readText } from './read.js';
import { isFinal, isReport, reduced, reducedEntry } from './reduce.js';
import { ask } from './upstream.js';
import { VerdictCache } from './verdict-cache.js';

/** Bytes of a report that is read as a whole. */
const LONGEST_REPORT = 1024 * 1024;
/** Bytes of the JSON of so many hashes of 128 digits. */
const LONGEST_HASHES = 160_000;
const MOST_HASHES = 1000;
/** As many hashes are a request of their own to the rate limit. */
const HASHES_A_REQUEST = 50;
const HASH = /^(?:[\da-f]{32}|[\da-f]{40}|[\da-f]{64}|[\da-f]{128})$/i;
/** Cloud v4: `scan_result_i` of an unknown hash. */
const UNKNOWN = 5;

const OK = { status: 200, headers: new Headers() };

/**
 * What is known of a file by its hash, which another visitor may have sent.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function lookup(visit, call) {
  const { settings, context, url } = visit;
  const dependsOn = [settings.cachedFor, call.path.toLowerCase(), call.headers];
  const cache = new VerdictCache(settings.cacheFor, url.origin, JSON.stringify(dependsOn));
  const kept = await cache.get();
  if (kept !== undefined) return whole(visit, OK, kept, 'known');

  const { response, text } = await ask(visit, { ...call, read: LONGEST_REPORT });
  if (!response.ok) return failed(visit, response, text);
  if (text === undefined) {
    tooLong(visit, '');
    return miss(visit.subject);
  }
  const said = parsed(text);
  if (typeof said !== 'object' || said === null) throw unexpected(visit);
  const told = isReport(said) ? tellable(settings, said, text) : missIn(said, visit.subject);
  if (isReport(said) && isFinal(said)) context.waitUntil(cache.put(told));
  return whole(visit, response, told, 'known');
}

/**
 * Whether what is told is less than what MetaDefender says.
 * @param {import('./operations.js').Operation} operation
 * @param {import('./handles.js').Opened | undefined} opened
 * @param {{ shareReports: boolean }} settings
 */
export const isReduced = ({ answer }, opened, { shareReports }) =>
  !shareReports && (answer === 'lookup' || opened?.scope === 'known');

/**
 * A report by its handle: whole as it streams, and reduced where the handle is from a look-up.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function report(visit, call) {
  if (!isReduced(visit.operation, visit.opened, visit.settings)) return streamed(visit, call);
  const { response, text } = await ask(visit, { ...call, read: LONGEST_REPORT });
  if (!response.ok) return failed(visit, response, text);
  if (text === undefined) throw tooLong(visit, 'only who uploaded the file gets a report as long');
  const said = parsed(text);
  if (typeof said !== 'object' || said === null) throw unexpected(visit);
  const id = visit.opened?.id ?? '';
  return whole(
    visit,
    response,
    isReport(said) ? tellable(visit.settings, said, text) : missIn(said, id),
    'known',
  );
}

/**
 * What is known of many files.
 * @param {import('./visit.js').Visit} visit
 * @param {import('./upstream.js').Call} call
 */
export async function lookups(visit, call) {
  const hashes = await hashesOf(visit);
  for (let counted = HASHES_A_REQUEST; counted < hashes.length; counted += HASHES_A_REQUEST)
    await limit('requests', visit.request, visit.settings);
  const body = JSON.stringify({ hash: hashes });
  const headers = [.../** @type {[string, string][]} */ (call.headers ?? []), JSON_TYPE];
  const { response, text } = await ask(visit, { ...call, headers, body, read: LONGEST_REPORT });
  if (!response.ok) return failed(visit, response, text);
  if (text === undefined) throw tooLong(visit, 'too much is known: ask for fewer hashes at a time');
  const said = parsed(text);
  const list = Array.isArray(said) ? said : said?.data;
  if (!Array.isArray(list)) throw unexpected(visit);
  const told = list.map((entry) => (isReport(entry) ? reducedEntry(entry) : missEntry(entry)));
  const reducedText = JSON.stringify(Array.isArray(said) ? told : { data: told });
  return whole(visit, response, visit.settings.shareReports ? text : reducedText, 'known');
}

/**
 * What a look-up that is switched off finds: nothing, so that a page goes on to upload.
 * @param {Pick<import('./visit.js').Visit, 'operation' | 'request' | 'subject' | 'settings'>} asked
 */
export async function nothing(asked) {
  const { operation, subject, settings } = asked;
  if (operation.answer === 'lookup') return miss(subject);
  const hashes = await hashesOf(asked);
  return settings.api === 'cloud-v4'
    ? json({ data: hashes.map((hash) => ({ hash, data_id: null, scan_result_i: UNKNOWN })) })
    : json(hashes.map((hash) => ({ [hash]: 'Not Found' })));
}

/** @param {import('./visit.js').Visit} visit @param {string} words */
function tooLong({ settings, operation }, words) {
  settings.report(operation.endpoint, `the answer has more than ${LONGEST_REPORT} bytes`);
  // Not 502, which clients try again.
  return new Refusal(500, words);
}

/** @type {[string, string]} */
const JSON_TYPE = ['content-type', 'application/json'];

/** @param {import('./settings.js').Settings} settings @param {any} said @param {string} text */
const tellable = ({ shareReports }, said, text) =>
  shareReports ? text : JSON.stringify(reduced(said));

/** An answer that is no report: the miss that it should be, and nothing else of it. @param {any} said @param {string} id */
function missIn(said, id) {
  const isMiss = Object.entries(said).some(
    ([key, value]) => key.toLowerCase() === id.toLowerCase() && /^not found$/i.test(String(value)),
  );
  return JSON.stringify(isMiss ? { [id]: 'Not Found' } : {});
}

/** @param {any} entry */
function missEntry(entry) {
  const hash = Object.keys(entry ?? {}).find((key) => HASH.test(key));
  return hash ? { [hash]: 'Not Found' } : reducedEntry(entry ?? {});
}

/** @param {Parameters<typeof checkUnread>[0]} asked @returns {Promise<string[]>} */
async function hashesOf(asked) {
  checkUnread(asked);
  const text = await readText(asked.request, LONGEST_HASHES).catch(() => {
    throw new Refusal(408, 'the body did not come');
  });
  const hashes = parsed(text)?.hash;
  const isList = Array.isArray(hashes) && hashes.length > 0 && hashes.length <= MOST_HASHES;
  if (!isList || !hashes.every((hash) => typeof hash === 'string' && HASH.test(hash)))
    throw new Refusal(400, `the body has to be {"hash": [1 to ${MOST_HASHES} hashes]}`);
  return hashes;
}
