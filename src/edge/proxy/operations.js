// @ts-check
import * as takes from './parameters.js';

/**
 * What the proxy passes on, by the service: whatever is not in here does not exist.
 *
 * A path is MetaDefender's own. `{file}`, `{batch}` and `{address}` are sealed handles, `{hash}` is a hash.
 *
 * @typedef {object} Operation
 * @property {import('../edge.js').ProxyOperation} name what switches it off
 * @property {string} endpoint as the reference writes it, for a message
 * @property {'GET' | 'POST'} method
 * @property {string} path
 * @property {Answer} answer
 * @property {takes.Header[]} [headers] those that a visitor may send
 * @property {boolean} [paged] whether it takes `first` and `size`
 *
 * What comes back, and so what is done with it:
 * - `json` is rewritten as it streams; `report` as well, or reduced where the handle is from a look-up;
 * - `submission` names what begins; `acknowledgement` may be empty;
 * - `lookup` and `lookups` tell of files that others may have sent;
 * - `file` and `certificate` stream as they are; `address` streams what is elsewhere.
 * @typedef {'json' | 'report' | 'submission' | 'acknowledgement' | 'lookup' | 'lookups' | 'file'
 *   | 'certificate' | 'address'} Answer
 */

/** @type {Operation} */
const RESULT = {
  name: 'result',
  endpoint: 'GET /file/{data_id}',
  method: 'GET',
  path: '/file/{file}',
  answer: 'report',
};

/** @type {Operation} */
const LOOKUP = {
  name: 'resultByHash',
  endpoint: 'GET /hash/{hash}',
  method: 'GET',
  path: '/hash/{hash}',
  answer: 'lookup',
};

/** @type {Operation} */
const ANALYZE = {
  name: 'analyze',
  endpoint: 'POST /file',
  method: 'POST',
  path: '/file',
  answer: 'submission',
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
    answer: 'json',
  },
  {
    name: 'batches',
    endpoint: 'POST /file/batch',
    method: 'POST',
    path: '/file/batch',
    answer: 'json',
    headers: [takes.RULE, takes.USER_DATA],
  },
  {
    name: 'batches',
    endpoint: 'GET /file/batch/{batchId}',
    method: 'GET',
    path: '/file/batch/{batch}',
    answer: 'json',
    paged: true,
  },
  {
    name: 'batches',
    endpoint: 'POST /file/batch/{batchId}/close',
    method: 'POST',
    path: '/file/batch/{batch}/close',
    answer: 'json',
  },
  {
    name: 'batches',
    endpoint: 'GET /file/batch/{batchId}/certificate',
    method: 'GET',
    path: '/file/batch/{batch}/certificate',
    answer: 'certificate',
    headers: [takes.CERTIFICATE_METADATA],
  },
  {
    name: 'batches',
    endpoint: 'POST /file/batch/{batchId}/cancel',
    method: 'POST',
    path: '/file/batch/{batch}/cancel',
    answer: 'acknowledgement',
  },
  {
    name: 'downloadSanitized',
    endpoint: 'GET /file/converted/{data_id}',
    method: 'GET',
    path: '/file/converted/{file}',
    answer: 'file',
  },
  {
    name: 'download',
    endpoint: 'GET /file/download/{data_id}',
    method: 'GET',
    path: '/file/download/{file}',
    answer: 'file',
  },
  {
    name: 'cancel',
    endpoint: 'POST /file/{data_id}/cancel',
    method: 'POST',
    path: '/file/{file}/cancel',
    answer: 'acknowledgement',
  },
  { ...RESULT, paged: true },
  {
    ...LOOKUP,
    headers: [takes.RULE, takes.SELF_ONLY, takes.TIME_RANGE, takes.INCLUDE_IN_PROGRESS],
    paged: true,
  },
];

/** Cloud's, of either version. @type {Operation[]} */
const CLOUD = [
  LOOKUP,
  {
    name: 'resultsByHash',
    endpoint: 'POST /hash',
    method: 'POST',
    path: '/hash',
    answer: 'lookups',
  },
  // The proxy's own: where it says that a clean copy is.
  {
    name: 'downloadSanitized',
    endpoint: 'GET sanitized file',
    method: 'GET',
    path: '/sanitized/{address}',
    answer: 'address',
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
    answer: 'json',
  },
  RESULT,
  {
    name: 'limits',
    endpoint: 'GET /apikey/limits',
    method: 'GET',
    path: '/apikey/limits',
    answer: 'json',
  },
  ...CLOUD,
];

/** The operations of each service. @type {Record<string, Operation[]>} */
export const OPERATIONS = { cluster: CLUSTER, 'cloud-v2': CLOUD_V2, 'cloud-v4': CLOUD_V4 };

/** What can be switched, and whether it is on where nothing is said. */
export const SWITCHES = {
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
