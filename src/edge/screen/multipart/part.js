// @ts-check
import { ProblemError } from '../../problem.js';
import { parseHeaderValue } from '../header-value.js';
import { filenameOf } from './filename.js';

/**
 * What the headers of a part make of it:
 * - a `file`, or what a parser may take for one;
 * - a `field`: text, to every parser;
 * - a `typed-field`: it has a Content-Type and no filename. aiohttp, Spring, .NET and Symfony send text so; formidable stores
 *   it as a file.
 * @typedef {'file' | 'field' | 'typed-field'} PartKind
 */

/**
 * The parsed headers of a part.
 * @typedef {object} Part
 * @property {string} name
 * @property {string} [filename]
 * @property {string} [contentType]
 * @property {number} [contentLength] bytes
 * @property {PartKind} kind
 */

const decoder = new TextDecoder();
const CR = 13;
const LF = 10;
const TAB = 9;
const DELETE = 127;

/** If one of these occurs twice, two parsers could each use another one. */
const SINGLE_HEADERS = [
  'content-disposition',
  'content-type',
  'content-length',
  'content-transfer-encoding',
  'content-encoding',
];

/**
 * Headers of text fields as well. OkHttp writes Content-Length, Symfony Content-Transfer-Encoding, older versions of Guzzle
 * Content-Length. Rack 2 searches all the others for `filename=`.
 */
const FIELD_HEADERS = [
  'content-disposition',
  'content-type',
  'content-length',
  'content-transfer-encoding',
];

/**
 * If the name of a text field holds one of these, a parser may take it for a file: PHP reads `'` as a quote, multiparty
 * searches for `filename=`, Rack does so in all headers of the part.
 */
const AMBIGUOUS = /[;\\']|filename/i;

/** busboy takes application/octet-stream for a file; messages and multiparts hold files themselves. */
const FILE_TYPES = /^(?:application\/octet-stream|multipart\/.*|message\/.*)$/;

/** @param {string} detail */
const malformed = (detail) => new ProblemError('malformed-form', { detail });

/**
 * Parses the headers of a part. RFC 7578, section 4.
 * @param {Uint8Array} bytes without the empty line that ends them
 * @returns {Part}
 */
export function parsePart(bytes) {
  const headers = parseHeaders(bytes);
  const disposition = parseHeaderValue(headers.get('content-disposition') ?? '');
  if (disposition?.value !== 'form-data') {
    throw malformed('a part has no Content-Disposition of form-data that has one meaning');
  }
  const { parameters } = disposition;
  const name = parameters.get('name');
  if (name === undefined || [...parameters.keys()].some((other) => /^name./.test(other))) {
    throw malformed('a part has no name, or more than one');
  }
  checkEncodings(headers);
  const named = filenameOf(parameters);
  if (!named) throw malformed('the name of a file can be read in two ways');
  const contentType = headers.get('content-type');
  checkNesting(contentType);
  const type = contentType === undefined ? undefined : parseHeaderValue(contentType);
  const isPlain =
    [...headers.keys()].every((header) => FIELD_HEADERS.includes(header)) &&
    parameters.size === 1 &&
    !AMBIGUOUS.test(name);
  return {
    name,
    // Python's email looks for it in Content-Type, where there is none in Content-Disposition.
    filename: named.filename ?? type?.parameters.get('name'),
    contentType,
    contentLength: contentLengthOf(headers),
    kind: isPlain ? (contentType === undefined ? 'field' : kindOfType(type)) : 'file',
  };
}

/**
 * The kind of a part that has a Content-Type and no filename.
 * @param {ReturnType<typeof parseHeaderValue>} type `undefined` if it has more than one meaning
 * @returns {PartKind}
 */
function kindOfType(type) {
  if (!type || FILE_TYPES.test(type.value)) return 'file';
  const isText = [...type.parameters].every(
    ([name, value]) => name === 'charset' && /^[\w.:-]+$/.test(value),
  );
  return isText ? 'typed-field' : 'file';
}

/**
 * Refuses forms within forms, which RFC 7578, 4.3, deprecates: aiohttp and Python's email find further parts in them.
 * @param {string | undefined} contentType
 */
function checkNesting(contentType = '') {
  // Without a boundary it is a page that a browser has saved (.mhtml).
  if (/multipart/i.test(contentType) && /boundary/i.test(contentType)) {
    throw new ProblemError('unsupported-type', { detail: 'a part of the form has parts itself' });
  }
}

/** @param {Map<string, string>} headers */
function contentLengthOf(headers) {
  const length = headers.get('content-length');
  if (length === undefined) return undefined;
  if (!/^\d{1,15}$/.test(length)) throw malformed('the length of a part is not clear');
  return Number(length);
}

/** @param {Uint8Array} bytes */
function parseHeaders(bytes) {
  checkBytes(bytes);
  /** @type {Map<string, string>} */
  const headers = new Map();
  for (const line of decoder.decode(bytes).split('\r\n')) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)/s.exec(line) ?? [];
    // This also refuses folded lines and a space before the colon.
    if (!name) throw malformed('a line among the headers of a part is no header');
    const key = name.toLowerCase();
    if (SINGLE_HEADERS.includes(key) && headers.has(key))
      throw malformed(`a part has two headers ${key}`);
    headers.set(key, value.replace(/^[ \t]+|[ \t]+$/g, ''));
  }
  return headers;
}

/** Refuses control characters other than tabs and the CRLF between lines. @param {Uint8Array} bytes */
function checkBytes(bytes) {
  for (const [at, byte] of bytes.entries()) {
    const isLineEnd = byte === CR ? bytes[at + 1] === LF : byte === LF && bytes[at - 1] === CR;
    const isControl = (byte < 32 && byte !== TAB) || byte === DELETE;
    if (isControl && !isLineEnd)
      throw malformed('there is a control character in the headers of a part');
  }
}

/** Refuses encoded parts: decoded, they are other bytes than those that were scanned. @param {Map<string, string>} headers */
function checkEncodings(headers) {
  const transfer = headers.get('content-transfer-encoding') ?? 'binary';
  const content = headers.get('content-encoding') ?? 'identity';
  if (/^(?:7bit|8bit|binary)$/i.test(transfer) && /^identity$/i.test(content)) return;
  throw new ProblemError('unsupported-encoding', { detail: 'a part of the form is encoded' });
}
