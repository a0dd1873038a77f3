// @ts-check
import { miss, Refusal } from './answers.js';
import { certificate, elsewhere, file } from './downloads.js';
import { acknowledged, streamed } from './json-answer.js';
import { isReduced, lookup, lookups, nothing, report } from './lookup.js';
import { BATCH, paging, passed, RULE } from './parameters.js';
import { upload } from './upload.js';

/** What is done about each kind of answer. */
const ANSWERS = {
  json: streamed,
  report,
  submission: upload,
  acknowledgement: acknowledged,
  lookup,
  lookups,
  file,
  certificate,
};

/**
 * Does what is asked for, if it may be.
 * @param {Omit<import('./visit.js').Visit, 'visitor' | 'opened' | 'named' | 'expiry' | 'query' | 'headers'>} asked
 * @returns {Promise<Response>}
 */
export async function dispatched(asked) {
  const { request, url, settings, operation, subject } = asked;
  const { handles } = settings;
  const { answer, name } = operation;
  if (!settings.operations[name]) {
    if (answer === 'lookup' || answer === 'lookups') return nothing(asked);
    throw new Refusal(403, `${name} is switched off`);
  }
  if (!operation.paged && url.search) throw new Refusal(400, 'this call has no query');
  const page = operation.paged ? paging(url.searchParams) : '';
  const headers = passed(request.headers, operation.headers ?? [], settings.parameters);
  const visitor = settings.visitor ? await settings.visitor(request) : '';
  if (typeof visitor !== 'string') throw new TypeError('visitor() answers no string');

  const kind = /\{(file|batch|address)\}/.exec(operation.path)?.[1];
  const opened = kind ? await handles.open(/** @type {any} */ (kind), subject, visitor) : undefined;
  if (kind && !opened) return miss(subject);
  if (opened === 'expired') throw expired();
  if (opened?.scope === 'known') checkKnown(operation, settings.shareReports);

  /** @type {[string, string][]} */
  const named = opened ? [[opened.id, subject]] : [];
  let expiry = opened && (kind === 'batch' ? handles.ofFilesIn(opened.expiry) : opened.expiry);
  const batch = headers.find(([header]) => header === BATCH.name);
  if (batch) {
    const handle = batch[1];
    const found = await handles.open('batch', handle, visitor);
    if (!found) return miss(handle);
    if (found === 'expired') throw expired();
    if (found.scope === 'known') throw notTheirs();
    batch[1] = encodeURIComponent(found.id);
    named.push([found.id, handle]);
    expiry = handles.ofFilesIn(found.expiry);
  }
  // The list that it is a page of is not told.
  const query = isReduced(operation, opened, settings) ? '' : page;
  const visit = { ...asked, visitor, opened, named, expiry, query, headers };
  if (answer === 'address') return elsewhere(visit, opened?.id ?? '');
  const takesRule =
    operation.headers?.includes(RULE) && !headers.some(([one]) => one === RULE.name);
  if (takesRule && settings.rule !== undefined) headers.push(['rule', settings.rule]);
  return ANSWERS[answer](visit, {
    path: pathOf(operation.path, subject, opened?.id) + query,
    headers,
  });
}

/**
 * A file that was found by its hash was sent by somebody else, maybe, and so was its batch.
 * @param {import('./operations.js').Operation} operation
 * @param {boolean} shareReports
 */
function checkKnown({ name, method }, shareReports) {
  if (method !== 'GET' || (name !== 'result' && !shareReports)) throw notTheirs();
}

const notTheirs = () => new Refusal(403, 'only who uploaded a file may do this; upload it');

const expired = () =>
  new Refusal(404, 'the time of this handle is over: the file has to be sent again');

/** @param {string} path @param {string} subject @param {string | undefined} id */
const pathOf = (path, subject, id) =>
  path.replace(/\{\w+\}/, () => (id === undefined ? subject : encodeURIComponent(id)));
