// @ts-check
// Forms as clients write them, and as they could be written to be read in two ways.
import fc from 'fast-check';
import { RECORDED } from '../../support/client-forms.mjs';
/** @import { Form } from './parsers.mjs' */

const oneOf = fc.constantFrom;
/** @template T @param {number} times of ten @param {fc.Arbitrary<T>} arbitrary */
const sometimes = (times, arbitrary) =>
  fc.oneof({ weight: times, arbitrary }, { weight: 10 - times, arbitrary: fc.constant(null) });

const boundary = oneOf('b', 'A+1', "a'b", '"_=_s_=_"', '"a b"', '"(a:b)/c?"', '"a,b"', 'a=b');
const content = fc
  .tuple(fc.stringMatching(/^[0-9a-f]{6}$/))
  .chain(([text]) => oneOf(text, `${text}\r\n`, `${text}\n--b`, `\r\n--b-${text}`, `${text}=41`));
const headers = fc.record({
  name: oneOf(
    '"a"',
    '"b"',
    '"c"',
    'a',
    '"a;b"',
    `"a'"`,
    '"a filename=x"',
    '"a; filename=x"',
    '"é"',
    String.raw`"a\"`,
  ),
  filename: sometimes(
    5,
    oneOf('"a.txt"', '""', 'a.txt', '"a;b"', '"é"', String.raw`"a\"b"`, `"'a'"`),
  ),
  extended: sometimes(1, oneOf("UTF-8''a.txt", "UTF-8''b.exe", "utf-8'en'a.txt", 'a.txt')),
  type: sometimes(
    5,
    oneOf(
      'text/plain',
      'application/json',
      'text/plain; charset=utf-8',
      'application/octet-stream',
      'image/png',
      'text/plain; name=a.exe',
      'multipart/mixed; boundary=c',
      'text/plain, text/html',
      '',
    ),
  ),
  encoding: sometimes(2, oneOf('8bit', 'binary', 'base64', 'quoted-printable', 'x')),
  length: sometimes(2, oneOf('right', '3', '0', '+6', '100')),
  other: sometimes(1, oneOf('X-A: filename=b', 'Content-ID: a', 'Content-Type: text/html')),
});

/** @type {fc.Arbitrary<Form>} */
export const written = fc
  .tuple(boundary, fc.array(fc.tuple(headers, content), { minLength: 1, maxLength: 3 }))
  .map(([quoted, parts]) => {
    const delimiter = `--${quoted.replaceAll('"', '')}`;
    const text = parts.map((part) => `${delimiter}\r\n${partOf(...part)}`).join('');
    return {
      contentType: `multipart/form-data; boundary=${quoted}`,
      body: `${text}${delimiter}--\r\n`,
    };
  });

/** As a client sent it over the wire. @type {fc.Arbitrary<Form>} */
export const recorded = oneOf(...Object.values(RECORDED));

/**
 * @param {{ name: string } & Record<'filename' | 'extended' | 'type' | 'encoding' | 'length' | 'other', string | null>} headers
 * @param {string} content
 */
function partOf({ name, filename, extended, type, encoding, length, other }, content) {
  const disposition =
    `Content-Disposition: form-data; name=${name}` +
    (filename === null ? '' : `; filename=${filename}`) +
    (extended === null ? '' : `; filename*=${extended}`);
  const lines = [
    disposition,
    type !== null && `Content-Type: ${type}`,
    encoding !== null && `Content-Transfer-Encoding: ${encoding}`,
    length !== null && `Content-Length: ${length === 'right' ? content.length : length}`,
    other,
  ];
  return `${lines.filter(Boolean).join('\r\n')}\r\n\r\n${content}\r\n`;
}
