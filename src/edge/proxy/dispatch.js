// @ts-check
import { downloadCertificate, downloadFile, downloadSanitizedCopy } from './downloads.js';
import { acknowledge, streamJson } from './json-response.js';
import { emptyLookup, handleReport, isReduced, lookUpHash, lookUpHashes } from './lookup.js';
import { allowedHeaders, BATCH, pagingQuery, RULE } from './parameters.js';
import { HttpError, notFound } from './responses.js';
import { uploadFile } from './upload.js';

/** The handler for each kind of response; `address` has its own. */
const HANDLERS = {
  json: streamJson,
  report: handleReport,
  submission: uploadFile,
  acknowledgement: acknowledge,
  lookup: lookUpHash,
  lookups: lookUpHashes,
  file: downloadFile,
  certificate: downloadCertificate,
};

/**
 * Checks what the visitor may do, opens the handles, and calls the handler.
 * @param {import('./authorized-request.js').RoutedRequest} routed
 * @returns {Promise<Response>}
 */
export async function dispatch(routed) {
  const { request, url, settings, operation, resource } = routed;
  const { handles } = settings;
  const { responseKind, name } = operation;
  if (!settings.operations[name]) {
    if (responseKind === 'lookup' || responseKind === 'lookups') return emptyLookup(routed);
    throw new HttpError(403, `${name} is switched off`);
  }
  if (!operation.paged && url.search) throw new HttpError(400, 'this call takes no query');
  const page = operation.paged ? pagingQuery(url.searchParams) : '';
  const headers = allowedHeaders(request.headers, operation.headers ?? [], settings.parameters);
  const visitor = settings.visitor ? await settings.visitor(request) : '';
  if (typeof visitor !== 'string') throw new TypeError('visitor() has to return a string');

  const kind = /\{(file|batch|address)\}/.exec(operation.path)?.[1];
  const openedHandle = kind
    ? await handles.open(/** @type {any} */ (kind), resource, visitor)
    : undefined;
  if (kind && !openedHandle) return notFound(resource);
  if (openedHandle === 'expired') throw handleExpired();
  if (openedHandle?.scope === 'known') checkOwner(operation, settings.shareReports);

  /** @type {[string, string][]} */
  const handlesById = openedHandle ? [[openedHandle.id, resource]] : [];
  let expiry =
    openedHandle &&
    (kind === 'batch' ? handles.fileExpiry(openedHandle.expiry) : openedHandle.expiry);
  let cookies = openedHandle?.cookies;
  const batch = headers.find(([header]) => header === BATCH.name);
  if (batch) {
    const handle = batch[1];
    const openedBatch = await handles.open('batch', handle, visitor);
    if (!openedBatch) return notFound(handle);
    if (openedBatch === 'expired') throw handleExpired();
    if (openedBatch.scope === 'known') throw notOwner();
    batch[1] = encodeURIComponent(openedBatch.id);
    handlesById.push([openedBatch.id, handle]);
    expiry = handles.fileExpiry(openedBatch.expiry);
    cookies = openedBatch.cookies;
  }
  // A reduced report has no list of archive members, so there is nothing to page through.
  const query = isReduced(operation, openedHandle, settings) ? '' : page;
  const opened = { openedHandle, handlesById, expiry, cookies };
  const authorized = { ...routed, ...opened, visitor, query, headers };
  if (responseKind === 'address') return downloadSanitizedCopy(authorized, openedHandle?.id ?? '');
  const takesRule =
    operation.headers?.includes(RULE) && !headers.some(([header]) => header === RULE.name);
  if (takesRule && settings.rule !== undefined) headers.push(['rule', settings.rule]);
  return HANDLERS[responseKind](authorized, {
    path: fillPath(operation.path, resource, openedHandle?.id) + query,
    headers,
  });
}

/**
 * A file that was found by its hash may be another visitor's, and so may its batch. Only its result may be read.
 * @param {import('./operations.js').Operation} operation
 * @param {boolean} shareReports
 */
function checkOwner({ name, method }, shareReports) {
  if (method !== 'GET' || (name !== 'result' && !shareReports)) throw notOwner();
}

const notOwner = () =>
  new HttpError(403, 'only the visitor who uploaded a file may do this: upload the file');

const handleExpired = () => new HttpError(404, 'this handle has expired: upload the file again');

/** @param {string} path @param {string} resource @param {string | undefined} id */
const fillPath = (path, resource, id) =>
  path.replace(/\{\w+\}/, () => (id === undefined ? resource : encodeURIComponent(id)));
