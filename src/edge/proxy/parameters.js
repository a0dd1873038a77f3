// @ts-check
import { Refusal } from './answers.js';

/**
 * A header that a visitor may send along.
 * @typedef {object} Header
 * @property {string | RegExp} name in lower case; an expression where there may be several
 * @property {RegExp} value what it may hold
 * @property {keyof import('../edge.js').ProxyParameters} [parameter] what allows it
 * @property {'batch'} [handle] it is the handle of one
 */

/** Text of the visitor's, which the client percent-encodes; bounded, as all headers together are. */
const text = (/** @type {number} */ longest) => new RegExp(`^[\\x20-\\x7e]{1,${longest}}$`);
const WHOLE = /^\d{1,10}$/;
/** Entries of a page of a list. */
const MOST_ENTRIES = 500;
const FLAG = /^[01]$/;
const BOOLEAN = /^(?:true|false)$/;

/** @type {Header} */
export const FILENAME = { name: 'filename', value: text(4096) };
/** @type {Header} */
export const RULE = { name: 'rule', value: text(1024), parameter: 'rule' };
/** @type {Header} */
export const BATCH = { name: 'batch', value: /^[\w-]{1,1024}$/, handle: 'batch' };
/** @type {Header} */
export const ARCHIVE_PASSWORDS = {
  name: /^archivepwd(?:[1-9]\d?)?$/,
  value: text(1024),
  parameter: 'archivePasswords',
};
/** @type {Header} */
export const ARCHIVE_PASSWORD = { ...ARCHIVE_PASSWORDS, name: 'archivepwd' };
/** @type {Header} */
export const CONTENT_ENCODING = {
  name: 'content-encoding',
  value: /^(?:gzip|base64)$/,
  parameter: 'contentEncoding',
};
/** @type {Header} */
export const METADATA = { name: 'metadata', value: text(8192), parameter: 'metadata' };
/** @type {Header} */
export const ENGINES_METADATA = {
  name: 'engines-metadata',
  value: text(8192),
  parameter: 'enginesMetadata',
};
/** @type {Header} */
export const GLOBAL_TIMEOUT = {
  name: 'global-timeout',
  value: WHOLE,
  parameter: 'globalTimeout',
};
/** @type {Header} */
export const SAMPLE_SHARING = { name: 'samplesharing', value: FLAG, parameter: 'sampleSharing' };
/** @type {Header} */
export const PRIVATE_PROCESSING = {
  name: 'privateprocessing',
  value: FLAG,
  parameter: 'privateProcessing',
};
/** "Max 1024 bytes, URL encoded UTF-8 string". @type {Header} */
export const USER_DATA = { name: 'user-data', value: text(1024) };
/** @type {Header} */
export const SELF_ONLY = { name: 'selfonly', value: BOOLEAN };
/** @type {Header} */
export const TIME_RANGE = { name: 'timerange', value: WHOLE };
/** @type {Header} */
export const INCLUDE_IN_PROGRESS = { name: 'include-inprogress', value: BOOLEAN };
/** @type {Header} */
export const FILE_METADATA = { name: 'file_metadata', value: FLAG };
/** JSON, percent-encoded: whether vulnerabilities are told. @type {Header} */
export const CERTIFICATE_METADATA = {
  name: 'metadata',
  value: /^%7B%22include_vul_info%22%3A(?:true|false)%7D$/i,
};

/**
 * What visitors may choose; of rules, some by their names, as they travel.
 * @typedef {Omit<typeof PARAMETERS, 'rule'> & { rule: boolean | Map<string, string> }} Parameters
 */

/** What a parameter is where nothing is said of it. */
export const PARAMETERS = {
  rule: false,
  archivePasswords: true,
  // What a gzip becomes is nothing that maxSize can see.
  contentEncoding: false,
  metadata: false,
  enginesMetadata: false,
  globalTimeout: false,
  sampleSharing: false,
  privateProcessing: false,
};

/**
 * The headers of a request that go on; the others end here. What the visitor may not say is refused in words, as a page
 * would wonder otherwise.
 *
 * @param {Headers} sent
 * @param {Header[]} known
 * @param {Parameters} parameters
 * @returns {[string, string][]}
 */
export function passed(sent, known, parameters) {
  /** @type {[string, string][]} */
  const headers = [];
  for (const [name, value] of sent) {
    const header = known.find((one) =>
      typeof one.name === 'string' ? one.name === name : one.name.test(name),
    );
    if (!header) continue;
    if (!header.value.test(value)) throw new Refusal(400, `the header ${name} cannot be this`);
    const allowed = allowedValue(header, value, parameters);
    if (allowed === undefined) {
      const what = header.parameter === 'rule' ? 'this rule' : header.parameter;
      throw new Refusal(403, `visitors may not choose ${what}`);
    }
    headers.push([name, allowed]);
  }
  return headers;
}

/**
 * What goes on of a value; nothing where the visitor may not choose it. One of a list goes as the list has it.
 * @param {Header} header
 * @param {string} value
 * @param {Parameters} parameters
 */
function allowedValue({ parameter }, value, parameters) {
  const allowed = parameter ? parameters[parameter] : true;
  if (allowed instanceof Map) return allowed.get(decoded(value));
  return allowed ? value : undefined;
}

/** @param {string} value */
function decoded(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    throw new Refusal(400, 'a header is not percent-encoded UTF-8');
  }
}

/** The query of a listing, which is `first` and `size` and nothing else. @param {URLSearchParams} query */
export function paging(query) {
  const known = [...query].every(
    ([name, value]) => /^(?:first|size)$/.test(name) && WHOLE.test(value),
  );
  const once = new Set(query.keys()).size === query.size;
  if (!known || !once) throw new Refusal(400, 'the query takes first and size, whole numbers');
  if (Number(query.get('size')) > MOST_ENTRIES)
    throw new Refusal(400, `size is at most ${MOST_ENTRIES}: ask for more pages`);
  return query.size ? `?${query}` : '';
}
