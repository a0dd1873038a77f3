// @ts-check
import { Replacer } from './redact.js';

/**
 * A request that passed `authorize` and the rate limit, with its handles opened.
 * @typedef {object} AuthorizedRequest
 * @property {Request} request
 * @property {URL} url
 * @property {import('../background.js').Background} background
 * @property {import('./settings.js').ProxySettings} settings
 * @property {import('./operations.js').Operation} operation
 * @property {string} visitor
 * @property {string} resource the handle or hash in the path, as it was sent
 * @property {import('./handles.js').OpenedHandle} [openedHandle] the handle in the path, decrypted
 * @property {[id: string, handle: string][]} handlesById each MetaDefender id in the request, with the handle that the
 *   visitor sent for it
 * @property {number} [expiry] of new handles in the response, taken from the handle in the request; without one they
 *   get a full lifetime
 * @property {string} [cookies] by which a load balancer finds the node with the analysis or batch
 * @property {string} query
 * @property {[string, string][]} headers those that are passed on to MetaDefender
 *
 * The same before `dispatch` has opened its handles.
 * @typedef {Pick<AuthorizedRequest, 'request' | 'url' | 'background' | 'settings' | 'operation' | 'resource'>} RoutedRequest
 */

/** Shorter ids are only replaced as whole strings: as substrings they would match unrelated text. */
const MIN_SUBSTRING_CHARS = 16;

/**
 * How a response is rewritten for a visitor. Members that hold an id by the API's description get a handle; an id that
 * the visitor asked for gets the handle they sent. Secrets are redacted everywhere. Other members are not searched for
 * new ids: a string that looks like one may be the visitor's own text.
 *
 * @param {AuthorizedRequest} authorized
 * @param {import('./handles.js').Scope} scope of the handles made
 * @returns {import('./rewrite.js').RewriteRules}
 */
export function rewriteRules(authorized, scope) {
  const { settings, visitor, handlesById, expiry, url, cookies } = authorized;
  const { handles, mount, api } = settings;
  const until = expiry ?? handles.newExpiry();
  const batchUntil = expiry === undefined ? until : handles.batchExpiry(expiry);
  const handleOf = new Map(handlesById.map(([id, handle]) => [id.toLowerCase(), handle]));
  const part = new Replacer([
    ...settings.redactions,
    ...handlesById.filter(([id]) => id.length >= MIN_SUBSTRING_CHARS),
  ]);
  const text = (/** @type {string} */ value) =>
    handleOf.get(value.toLowerCase()) ?? part.replace(value);

  /** @param {import('./handles.js').HandleKind} kind @param {string} id */
  const sealHandle = (kind, id, idScope = scope) => {
    const what = { id, scope: idScope, expiry: kind === 'batch' ? batchUntil : until, cookies };
    return handles.seal(kind, what, visitor);
  };
  /** @param {'file' | 'batch'} kind @param {import('./handles.js').Scope} [idScope] */
  const handleReplacer = (kind, idScope) => (/** @type {string} */ value) => {
    const isNew = handles.isId(value) && !handleOf.has(value.toLowerCase());
    return isNew ? sealHandle(kind, value, idScope) : text(value);
  };
  const addressReplacer = async (/** @type {string} */ value) =>
    /^https?:\/\//i.test(value)
      ? `${url.origin}${mount}/sanitized/${await sealHandle('address', value)}`
      : text(value);
  return { text, part, members: memberReplacers(api, handleReplacer, addressReplacer) };
}

/**
 * Which members of a service's responses hold ids and addresses.
 * @param {string} api
 * @param {(kind: 'file' | 'batch', idScope?: import('./handles.js').Scope) => import('./rewrite.js').Member} handle
 * @param {import('./rewrite.js').Member} address
 * @returns {import('./rewrite.js').Members}
 */
function memberReplacers(api, handle, address) {
  const file = handle('file');
  const batch = handle('batch');
  const cluster = {
    data_id: file,
    batch_id: batch,
    scan_results: { data_id: file, batch_id: batch },
    extracted_files: { worst_data_id: file, files_in_archive: { data_id: file } },
    batch_files: { files_in_batch: { data_id: file } },
  };
  if (api === 'cluster') return { ...cluster, sanitized: { data_id: file } };
  // These ids may be another visitor's: a newer analysis of the same bytes, or all analyses of them.
  const others = handle('file', 'known');
  const cloud = {
    ...cluster,
    sanitized: { data_id: file, file_path: address },
    sanitizedFilePath: address,
    newer: others,
    file_id: others,
  };
  // Cloud v4 wraps the results for many hashes in `data`.
  return { ...cloud, data: cloud };
}
