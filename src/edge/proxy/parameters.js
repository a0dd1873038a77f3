// @ts-check
import { HttpError } from './responses.js';

/**
 * A request header that a visitor may send.
 * @typedef {object} AllowedHeader
 * @property {string | RegExp} name in lower case; a pattern if there may be several
 * @property {RegExp} value the values that are valid
 * @property {keyof import('../edge.js').ProxyParameters} [parameter] the option that allows it
 * @property {'batch'} [handle] set if the value is a handle of a batch
 */

/** The client percent-encodes texts. They are bounded, as servers limit the size of all headers together. */
const boundedText = (/** @type {number} */ maxLength) =>
  new RegExp(`^[\\x20-\\x7e]{1,${maxLength}}$`);
const INTEGER = /^\d{1,10}$/;
const MAX_PAGE_SIZE = 500;
const FLAG = /^[01]$/;
const BOOLEAN = /^(?:true|false)$/;

/** @type {AllowedHeader} */
export const FILENAME = { name: 'filename', value: boundedText(4096) };
/** @type {AllowedHeader} */
export const RULE = { name: 'rule', value: boundedText(1024), parameter: 'rule' };
/** @type {AllowedHeader} */
export const BATCH = { name: 'batch', value: /^[\w-]{1,1024}$/, handle: 'batch' };
/** @type {AllowedHeader} */
export const ARCHIVE_PASSWORDS = {
  name: /^archivepwd(?:[1-9]\d?)?$/,
  value: boundedText(1024),
  parameter: 'archivePasswords',
};
/** @type {AllowedHeader} */
export const ARCHIVE_PASSWORD = { ...ARCHIVE_PASSWORDS, name: 'archivepwd' };
/** @type {AllowedHeader} */
export const CONTENT_ENCODING = {
  name: 'content-encoding',
  value: /^(?:gzip|base64)$/,
  parameter: 'contentEncoding',
};
/** @type {AllowedHeader} */
export const METADATA = { name: 'metadata', value: boundedText(8192), parameter: 'metadata' };
/** @type {AllowedHeader} */
export const ENGINES_METADATA = {
  name: 'engines-metadata',
  value: boundedText(8192),
  parameter: 'enginesMetadata',
};
/** @type {AllowedHeader} */
export const GLOBAL_TIMEOUT = {
  name: 'global-timeout',
  value: INTEGER,
  parameter: 'globalTimeout',
};
/** @type {AllowedHeader} */
export const SAMPLE_SHARING = { name: 'samplesharing', value: FLAG, parameter: 'sampleSharing' };
/** @type {AllowedHeader} */
export const PRIVATE_PROCESSING = {
  name: 'privateprocessing',
  value: FLAG,
  parameter: 'privateProcessing',
};
/** "Max 1024 bytes, URL encoded UTF-8 string". @type {AllowedHeader} */
export const USER_DATA = { name: 'user-data', value: boundedText(1024) };
/** @type {AllowedHeader} */
export const SELF_ONLY = { name: 'selfonly', value: BOOLEAN };
/** @type {AllowedHeader} */
export const TIME_RANGE = { name: 'timerange', value: INTEGER };
/** @type {AllowedHeader} */
export const INCLUDE_IN_PROGRESS = { name: 'include-inprogress', value: BOOLEAN };
/** @type {AllowedHeader} */
export const FILE_METADATA = { name: 'file_metadata', value: FLAG };
/** Percent-encoded JSON: whether the certificate lists vulnerabilities. @type {AllowedHeader} */
export const CERTIFICATE_METADATA = {
  name: 'metadata',
  value: /^%7B%22include_vul_info%22%3A(?:true|false)%7D$/i,
};

/**
 * What visitors may choose. A list of rules is a map from each rule to its form in the header.
 * @typedef {Omit<typeof DEFAULT_PARAMETERS, 'rule'> & { rule: boolean | Map<string, string> }} ParameterRules
 */

export const DEFAULT_PARAMETERS = {
  rule: false,
  archivePasswords: true,
  // maxSize cannot limit what a gzip is decompressed to.
  contentEncoding: false,
  metadata: false,
  enginesMetadata: false,
  globalTimeout: false,
  sampleSharing: false,
  privateProcessing: false,
};

/**
 * The request headers that are passed on; unknown ones are dropped. A known one that the visitor may not choose is
 * refused with a message, as dropping it silently would give the page another analysis than it asked for.
 *
 * @param {Headers} received
 * @param {AllowedHeader[]} known
 * @param {ParameterRules} parameters
 * @returns {[string, string][]}
 */
export function allowedHeaders(received, known, parameters) {
  /** @type {[string, string][]} */
  const headers = [];
  for (const [name, value] of received) {
    const header = known.find((one) =>
      typeof one.name === 'string' ? one.name === name : one.name.test(name),
    );
    if (!header) continue;
    if (!header.value.test(value))
      throw new HttpError(400, `the header ${name} has an invalid value`);
    const allowed = allowedValue(header, value, parameters);
    if (allowed === undefined) {
      const what = header.parameter === 'rule' ? 'this rule' : header.parameter;
      throw new HttpError(403, `visitors may not choose ${what}`);
    }
    headers.push([name, allowed]);
  }
  return headers;
}

/**
 * The value to pass on; `undefined` if the visitor may not choose it. A rule is passed on as it is spelled in the options.
 * @param {AllowedHeader} header
 * @param {string} value
 * @param {ParameterRules} parameters
 */
function allowedValue({ parameter }, value, parameters) {
  const allowed = parameter ? parameters[parameter] : true;
  if (allowed instanceof Map) return allowed.get(decodeHeader(value));
  return allowed ? value : undefined;
}

/** @param {string} value */
function decodeHeader(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new HttpError(400, 'a header is not percent-encoded UTF-8');
  }
}

/** The query of a paged operation: `first` and `size`, nothing else. @param {URLSearchParams} query */
export function pagingQuery(query) {
  const known = [...query].every(
    ([name, value]) => /^(?:first|size)$/.test(name) && INTEGER.test(value),
  );
  const once = new Set(query.keys()).size === query.size;
  if (!known || !once) throw new HttpError(400, 'the query takes first and size, whole numbers');
  if (Number(query.get('size')) > MAX_PAGE_SIZE)
    throw new HttpError(400, `size is at most ${MAX_PAGE_SIZE}: ask for more pages`);
  return query.size ? `?${query}` : '';
}
