// @ts-check
import * as takes from './parameters.js';

/**
 * The operations that the proxy passes on, for each service. It answers 404 to any other.
 *
 * Paths are MetaDefender's own. `{file}`, `{batch}` and `{address}` are handles, `{hash}` is a hash.
 *
 * @typedef {object} Operation
 * @property {import('../edge.js').ProxyOperation} name the option that switches it off
 * @property {string} endpoint as MetaDefender's reference writes it, for messages
 * @property {'GET' | 'POST'} method
 * @property {string} path
 * @property {ResponseKind} responseKind
 * @property {takes.AllowedHeader[]} [headers] that a visitor may send
 * @property {boolean} [paged] whether it takes `first` and `size`
 *
 * What MetaDefender responds with, which selects the handler:
 * - `json` is rewritten while it streams; so is `report`, unless it has to be reduced first;
 * - `submission` holds the id of a new analysis; `acknowledgement` may be empty;
 * - `lookup` and `lookups` may concern other visitors' files;
 * - `file` and `certificate` are streamed unchanged; `address` is streamed from another server.
 * @typedef {'json' | 'report' | 'submission' | 'acknowledgement' | 'lookup' | 'lookups' | 'file'
 *   | 'certificate' | 'address'} ResponseKind
 */

/** @type {Operation} */
const RESULT = {
  name: 'result',
  endpoint: 'GET /file/{data_id}',
  method: 'GET',
  path: '/file/{file}',
  responseKind: 'report',
};

/** @type {Operation} */
const LOOKUP = {
  name: 'resultByHash',
  endpoint: 'GET /hash/{hash}',
  method: 'GET',
  path: '/hash/{hash}',
  responseKind: 'lookup',
};

/** @type {Operation} */
const ANALYZE = {
  name: 'analyze',
  endpoint: 'POST /file',
  method: 'POST',
  path: '/file',
  responseKind: 'submission',
};

/** MetaDefender Distributed Cluster, and MetaDefender Core. @type {Operation[]} */
const CLUSTER = [
  {
    ...ANALYZE,
    headers: [
      takes.FILENAME,
      takes.RULE,
      takes.BATCH,
      takes.ARCHIVE_PASSWORDS,
      takes.CONTENT_ENCODING,
      takes.METADATA,
      takes.ENGINES_METADATA,
      takes.GLOBAL_TIMEOUT,
    ],
  },
  {
    name: 'rules',
    endpoint: 'GET /file/rules',
    method: 'GET',
    path: '/file/rules',
    responseKind: 'json',
  },
  {
    name: 'batches',
    endpoint: 'POST /file/batch',
    method: 'POST',
    path: '/file/batch',
    responseKind: 'json',
    headers: [takes.RULE, takes.USER_DATA],
  },
  {
    name: 'batches',
    endpoint: 'GET /file/batch/{batchId}',
    method: 'GET',
    path: '/file/batch/{batch}',
    responseKind: 'json',
    paged: true,
  },
  {
    name: 'batches',
    endpoint: 'POST /file/batch/{batchId}/close',
    method: 'POST',
    path: '/file/batch/{batch}/close',
    responseKind: 'json',
  },
  {
    name: 'batches',
    endpoint: 'GET /file/batch/{batchId}/certificate',
    method: 'GET',
    path: '/file/batch/{batch}/certificate',
    responseKind: 'certificate',
    headers: [takes.CERTIFICATE_METADATA],
  },
  {
    name: 'batches',
    endpoint: 'POST /file/batch/{batchId}/cancel',
    method: 'POST',
    path: '/file/batch/{batch}/cancel',
    responseKind: 'acknowledgement',
  },
  {
    name: 'downloadSanitized',
    endpoint: 'GET /file/converted/{data_id}',
    method: 'GET',
    path: '/file/converted/{file}',
    responseKind: 'file',
  },
  {
    name: 'download',
    endpoint: 'GET /file/download/{data_id}',
    method: 'GET',
    path: '/file/download/{file}',
    responseKind: 'file',
  },
  {
    name: 'cancel',
    endpoint: 'POST /file/{data_id}/cancel',
    method: 'POST',
    path: '/file/{file}/cancel',
    responseKind: 'acknowledgement',
  },
  { ...RESULT, paged: true },
  {
    ...LOOKUP,
    headers: [takes.RULE, takes.SELF_ONLY, takes.TIME_RANGE, takes.INCLUDE_IN_PROGRESS],
    paged: true,
  },
];

/** Both versions of Cloud. @type {Operation[]} */
const CLOUD = [
  LOOKUP,
  {
    name: 'resultsByHash',
    endpoint: 'POST /hash',
    method: 'POST',
    path: '/hash',
    responseKind: 'lookups',
  },
  // Not MetaDefender's: the address of a sanitized copy is replaced by this path, see `addressReplacer`.
  {
    name: 'downloadSanitized',
    endpoint: 'GET sanitized file',
    method: 'GET',
    path: '/sanitized/{address}',
    responseKind: 'address',
  },
];

/** @type {Operation[]} */
const CLOUD_V2 = [
  { ...ANALYZE, headers: [takes.FILENAME, takes.ARCHIVE_PASSWORD, takes.SAMPLE_SHARING] },
  { ...RESULT, headers: [takes.FILE_METADATA] },
  ...CLOUD,
];

/** @type {Operation[]} */
const CLOUD_V4 = [
  {
    ...ANALYZE,
    headers: [
      takes.FILENAME,
      takes.RULE,
      takes.ARCHIVE_PASSWORD,
      takes.SAMPLE_SHARING,
      takes.PRIVATE_PROCESSING,
    ],
  },
  {
    name: 'downloadSanitized',
    endpoint: 'GET /file/converted/{data_id}',
    method: 'GET',
    path: '/file/converted/{file}',
    responseKind: 'json',
  },
  RESULT,
  {
    name: 'limits',
    endpoint: 'GET /apikey/limits',
    method: 'GET',
    path: '/apikey/limits',
    responseKind: 'json',
  },
  ...CLOUD,
];

/** The operations of each service. @type {Record<string, Operation[]>} */
export const OPERATIONS = { cluster: CLUSTER, 'cloud-v2': CLOUD_V2, 'cloud-v4': CLOUD_V4 };

/** Which operations are on by default. */
export const DEFAULT_OPERATIONS = {
  analyze: true,
  result: true,
  resultByHash: true,
  resultsByHash: true,
  cancel: true,
  downloadSanitized: true,
  download: true,
  rules: false,
  batches: true,
  limits: false,
};
