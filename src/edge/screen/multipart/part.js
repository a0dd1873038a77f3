// @ts-check
import { parseHeaderValue } from '../header-value.js';
import { ProblemError } from '../problem.js';

/**
 * The parsed headers of a part.
 * @typedef {object} Part
 * @property {string} name
 * @property {string} [filename]
 * @property {string} [contentType]
 * @property {boolean} isFile whether it may be a file: true unless its headers hold a plain name and nothing else
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
  'content-transfer-encoding',
  'content-encoding',
];

/**
 * If the name of a text field holds one of these, a parser may take it for a file: PHP reads `'` as a quote, multiparty
 * searches for `filename=`, Rack does so in all headers of the part. (formidable takes every part with a Content-Type for
 * a file.)
 */
const AMBIGUOUS = /[;\\']|filename/i;

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
  const contentType = headers.get('content-type');
  const isFile = headers.size > 1 || parameters.size > 1 || AMBIGUOUS.test(name);
  const filename = parameters.get('filename') ?? extendedFilename(parameters.get('filename*'));
  return { name, filename, contentType, isFile };
}

/** @param {Uint8Array} bytes */
function parseHeaders(bytes) {
  checkBytes(bytes);
  /** @type {Map<string, string>} */
  const headers = new Map();
  for (const line of decoder.decode(bytes).split('\r\n')) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/s.exec(line) ?? [];
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

/** Decodes a name such as `UTF-8''%e2%82%ac.txt`, RFC 8187. @param {string | undefined} value */
function extendedFilename(value) {
  const encoded = value?.replace(/^[^']*'[^']*'/, '');
  try {
    return encoded && decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
