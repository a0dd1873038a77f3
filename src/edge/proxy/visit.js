// @ts-check
import { Replacer } from './redact.js';

/**
 * One request, when it is known who asks for what.
 * @typedef {object} Visit
 * @property {Request} request
 * @property {URL} url
 * @property {import('../edge.js').HandlerContext} context
 * @property {import('./settings.js').Settings} settings
 * @property {import('./operations.js').Operation} operation
 * @property {string} visitor
 * @property {string} subject the handle or hash in the path, as it was sent
 * @property {import('./handles.js').Opened} [opened] what that handle stands for
 * @property {[id: string, handle: string][]} named MetaDefender's ids in the request, and how the visitor gave them
 * @property {number} [expiry] of the handles in the answer, where one led to it; otherwise their time begins with them
 * @property {string} query
 * @property {[string, string][]} headers those that go on
 */

/** Shorter ids are looked for as whole strings only: they could be a part of anything. */
const TELLING = 16;

/**
 * How an answer is rewritten for a visitor: ids become handles where the API has them, the one that was asked for
 * the very handle by which it was; secrets are struck. Elsewhere what looks like an id is the visitor's own words, maybe.
 *
 * @param {Visit} visit
 * @param {import('./handles.js').Scope} scope of what the answer names
 * @returns {import('./rewrite.js').Rules}
 */
export function rulesOf({ settings, visitor, named, expiry, url }, scope) {
  const { handles, mount, api } = settings;
  const until = expiry ?? handles.expiry();
  const batchUntil = expiry === undefined ? until : handles.ofBatchOf(expiry);
  const given = new Map(named.map(([id, handle]) => [id.toLowerCase(), handle]));
  const part = new Replacer([...settings.struck, ...named.filter(([id]) => id.length >= TELLING)]);
  const text = (/** @type {string} */ said) => given.get(said.toLowerCase()) ?? part.replace(said);

  /** @param {import('./handles.js').Kind} kind @param {string} id */
  const sealed = (kind, id, whose = scope) => {
    const what = { id, scope: whose, expiry: kind === 'batch' ? batchUntil : until };
    return handles.make(kind, what, visitor);
  };
  /** @param {'file' | 'batch'} kind @param {import('./handles.js').Scope} [whose] */
  const handle = (kind, whose) => (/** @type {string} */ said) => {
    const isNew = handles.isId(said) && !given.has(said.toLowerCase());
    return isNew ? sealed(kind, said, whose) : text(said);
  };
  const address = async (/** @type {string} */ said) =>
    /^https?:\/\//i.test(said)
      ? `${url.origin}${mount}/sanitized/${await sealed('address', said)}`
      : text(said);
  return { text, part, members: membersOf(api, handle, address) };
}

/**
 * Where ids and addresses are in the answers of a service.
 * @param {string} api
 * @param {(kind: 'file' | 'batch', whose?: import('./handles.js').Scope) => import('./rewrite.js').Member} handle
 * @param {import('./rewrite.js').Member} address
 * @returns {import('./rewrite.js').Members}
 */
function membersOf(api, handle, address) {
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
  // What may be another visitor's: a newer analysis of the same bytes, all analyses of them.
  const others = handle('file', 'known');
  const cloud = {
    ...cluster,
    sanitized: { data_id: file, file_path: address },
    sanitizedFilePath: address,
    newer: others,
    file_id: others,
  };
  // Of many hashes, v4.
  return { ...cloud, data: cloud };
}
