// @ts-check
// Changes of a form, byte by byte and piece by piece.
import fc from 'fast-check';
/** @import { Form } from './parsers.mjs' */

/** What the grammars of forms and headers are made of, and what parsers are known to look for. */
const PIECES = [
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\n\n',
  '\r\n--',
  '--',
  '-',
  '"',
  "'",
  ';',
  ':',
  '=',
  ',',
  ' ',
  '\t',
  '\0',
  '\x0b',
  '\x7f',
  '\\',
  '\\"',
  '%0d%0a',
  '%22',
  '\xc3\xa9',
  '\xff',
  '\u00a0',
  '; filename="x.exe"',
  '; filename=x',
  "; filename*=UTF-8''x.exe",
  '; filename*0=x',
  '; name="b"',
  'filename=',
  'form-data',
  'boundary=',
  '; charset=utf-7',
  '_charset_',
  '=?utf-8?q?x?=',
];

const HEADERS = [
  'Content-Type: application/octet-stream',
  'Content-Type: text/plain',
  'Content-Type: text/plain; name="x.exe"',
  'Content-Type: multipart/mixed; boundary=b',
  'Content-Transfer-Encoding: base64',
  'Content-Transfer-Encoding: quoted-printable',
  'Content-Transfer-Encoding: binary',
  'Content-Encoding: gzip',
  'Content-Length: 4',
  'Content-Disposition: form-data; name="z"; filename="z"',
  'Content-Disposition: form-data; name="z"',
  'Content-Disposition: attachment; filename=z',
  'content-disposition:form-data;name=z;filename=z',
  'X: filename=z',
  ' folded: x',
  'no header',
];
const LINE_ENDS = ['\r\n', '\r\n', '\n', '\r'];

/** A place, as a share of the text. */
const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary-ascii', maxLength: 4 }) },
);
const length = fc.integer({ min: 1, max: 24 });

/** @typedef {(text: string, boundary: string) => string} Change */

/** @type {fc.Arbitrary<Change>} */
const change = fc.oneof(
  fc.tuple(place, piece).map(
    ([place, piece]) =>
      /** @type {Change} */ (text) =>
        splice(text, at(text, place), 0, piece),
  ),
  fc.tuple(place, piece, length).map(
    ([place, piece, length]) =>
      /** @type {Change} */ (text) =>
        splice(text, at(text, place), length, piece),
  ),
  fc.tuple(place, length).map(
    ([place, length]) =>
      /** @type {Change} */ (text) =>
        splice(text, at(text, place), length, ''),
  ),
  // A range once more, elsewhere: headers and delimiters twice.
  fc.tuple(place, place, fc.integer({ min: 1, max: 90 })).map(
    ([from, to, length]) =>
      /** @type {Change} */
      (text) =>
        splice(text, at(text, to), 0, text.substr(at(text, from), length)),
  ),
  // A header line more.
  fc.tuple(place, fc.constantFrom(...HEADERS), fc.constantFrom(...LINE_ENDS)).map(
    ([place, header, end]) =>
      /** @type {Change} */ (text) =>
        splice(text, lineAt(text, place), 0, `${header}${end}`),
  ),
  // A part more, in the middle of another one.
  fc
    .tuple(
      place,
      fc.constantFrom('', ...LINE_ENDS),
      fc.constantFrom(...HEADERS),
      fc.constantFrom(...LINE_ENDS),
    )
    .map(([place, before, header, end]) =>
      /** @type {Change} */
      (text, boundary) => {
        const part = [`${before}--${boundary}`, header, '', 'x'].join(end);
        return splice(text, at(text, place), 0, part);
      },
    ),
  // Something that looks like the end of a part.
  fc.tuple(place, fc.constantFrom('\r\n', '\n', '\r', ''), fc.constantFrom('', '--', ' ', '-')).map(
    ([place, before, after]) =>
      /** @type {Change} */
      (text, boundary) =>
        splice(text, at(text, place), 0, `${before}--${boundary}${after}\r\n`),
  ),
  fc.tuple(place).map(([place]) =>
    /** @type {Change} */
    (text) => {
      const index = at(text, place);
      const letter = text.charAt(index);
      const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      return splice(text, index, 1, other.charCodeAt(0) < 256 ? other : letter);
    },
  ),
);

/** @param {string} text @param {number} place */
const at = (text, place) => Math.floor(place * text.length);

/** Where a line begins. @param {string} text @param {number} place */
const lineAt = (text, place) => text.indexOf('\n', at(text, place)) + 1;

/** @param {string} text @param {number} index @param {number} length @param {string} piece */
const splice = (text, index, length, piece) =>
  text.slice(0, index) + piece + text.slice(index + length);

/** What HTTP lets through in a header. */
const NOT_IN_HEADERS = /[^\t\x20-\x7e\x80-\xff]/g;

/**
 * The same forms, changed.
 * @param {fc.Arbitrary<Form>} forms
 * @returns {fc.Arbitrary<Form>}
 */
export const changed = (forms) =>
  fc
    .tuple(
      forms,
      fc.array(change, { maxLength: 4 }),
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
      ),
    )
    .map(([{ contentType, body }, inBody, inHeader]) => {
      const boundary = /boundary="?([^"]*)/.exec(contentType)?.[1] ?? 'b';
      const apply = (/** @type {string} */ text, /** @type {Change} */ change) =>
        change(text, boundary);
      return {
        contentType: inHeader.reduce(apply, contentType).replace(NOT_IN_HEADERS, '').trim(),
        body: inBody.reduce(apply, body),
      };
    });
