// @ts-check
// Whatever a parser behind preScreen stores as a file, preScreen has had scanned, byte for byte; or it has refused the form.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { parseHeaderValue } from '../../../src/edge/screen/header-value.js';
import { boundaryOf } from '../../../src/edge/screen/multipart/boundary.js';
import { MultipartParser } from '../../../src/edge/screen/multipart/parser.js';
import { ProblemError } from '../../../src/edge/problem.js';
import { requireInConsumer } from '../support/consumer.mjs';

const busboy = requireInConsumer('busboy');
const { formidable } = requireInConsumer('formidable');
const multiparty = requireInConsumer('multiparty');

const uploadDir = mkdtempSync(join(tmpdir(), 'metadefender-wasm-forms-'));
after(() => rm(uploadDir, { recursive: true }));

/** A form, one character a byte. @typedef {{ contentType: string, body: string }} Form */

/** @param {Form} form @returns {any} */
const requestOf = ({ contentType, body }) =>
  Object.assign(Readable.from([Buffer.from(body, 'latin1')]), {
    headers: { 'content-type': contentType, 'content-length': String(body.length) },
  });

/** The contents of the files that a parser finds. @type {Record<string, (form: Form) => Promise<string[]>>} */
const parsers = {
  busboy: (form) =>
    new Promise((resolve, reject) => {
      /** @type {Promise<string>[]} */
      const files = [];
      const { headers } = requestOf(form);
      busboy({ headers })
        .on('file', (/** @type {string} */ _, /** @type {Readable} */ stream) =>
          files.push(stream.toArray().then((chunks) => Buffer.concat(chunks).toString('latin1'))),
        )
        .on('error', reject)
        .on('close', () => Promise.all(files).then(resolve, reject))
        .end(Buffer.from(form.body, 'latin1'));
    }),
  formidable: async (form) => {
    const parser = formidable({ uploadDir, allowEmptyFiles: true, minFileSize: 0 });
    // Of fields it takes Content-Transfer-Encoding for one of Node's encodings, and throws where nobody catches it.
    parser.onPart = (/** @type {{ transferEncoding: string }} */ part) =>
      parser._handlePart(Object.assign(part, { transferEncoding: 'utf-8' }));
    const [, files] = await parser.parse(requestOf(form));
    const stored = /** @type {{ filepath: string }[]} */ (Object.values(files).flat());
    return stored.map(({ filepath }) => readFileSync(filepath, 'latin1'));
  },
  multiparty: (form) =>
    new Promise((resolve, reject) => {
      const parser = new multiparty.Form({ uploadDir });
      parser.parse(
        requestOf(form),
        (/** @type {unknown} */ error, /** @type {unknown} */ _, /** @type {object} */ files) => {
          if (error) return reject(error);
          const stored = /** @type {{ path: string }[]} */ (Object.values(files).flat());
          resolve(stored.map(({ path }) => readFileSync(path, 'latin1')));
        },
      );
    }),
  undici: async ({ contentType, body }) => {
    const headers = { 'content-type': contentType };
    const form = await new Response(Buffer.from(body, 'latin1'), { headers }).formData();
    const files = [...form.values()].filter((value) => typeof value !== 'string');
    return Promise.all(
      files.map(async (file) => Buffer.from(await file.arrayBuffer()).toString('latin1')),
    );
  },
};

/** What is scanned of a form; `undefined` if it is refused. @param {Form} form */
function scannedOf({ contentType, body }) {
  const boundary = boundaryOf(parseHeaderValue(contentType)?.parameters ?? new Map());
  if (boundary === undefined) return undefined;
  /** @type {string[]} */
  const scanned = [];
  try {
    const parser = new MultipartParser(boundary);
    let isScanned = false;
    for (const event of parser.push(Buffer.from(body, 'latin1'))) {
      if ('part' in event) {
        isScanned = event.part.kind !== 'field';
        if (isScanned) scanned.push('');
      } else if ('bytes' in event && isScanned) {
        scanned.push(scanned.pop() + Buffer.from(event.bytes).toString('latin1'));
      }
    }
    parser.end();
    return scanned;
  } catch (error) {
    assert(error instanceof ProblemError);
    return undefined;
  }
}

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

test('with forms of all kinds', { timeout: 120_000 }, async () => {
  let accepted = 0;
  const found = Object.fromEntries(Object.keys(parsers).map((name) => [name, 0]));
  await fc.assert(
    fc.asyncProperty(
      boundary,
      fc.array(fc.tuple(headers, content), { minLength: 1, maxLength: 3 }),
      async (quoted, parts) => {
        const delimiter = `--${quoted.replaceAll('"', '')}`;
        const form = {
          contentType: `multipart/form-data; boundary=${quoted}`,
          body:
            parts.map((part) => `${delimiter}\r\n${written(...part)}`).join('') +
            `${delimiter}--\r\n`,
        };
        const scanned = scannedOf(form);
        if (!scanned) return;
        accepted++;
        for (const [name, parse] of Object.entries(parsers)) {
          // A parser that refuses a form stores nothing of it.
          const files = await parse(form).catch(() => []);
          for (const file of files) {
            found[name] = Number(found[name]) + 1;
            assert(file === '' || scanned.includes(file), `${name} stores ${JSON.stringify(file)}`);
          }
        }
      },
    ),
    { numRuns: 4000, seed: 16 },
  );
  console.log(`  ${accepted} of 4000 forms were accepted; files found: ${JSON.stringify(found)}`);
  // If nothing was accepted, or nothing was found, nothing was tested.
  assert(accepted > 400);
  for (const [name, count] of Object.entries(found)) assert(count > 100, name);
});

/**
 * @param {{ name: string } & Record<'filename' | 'extended' | 'type' | 'encoding' | 'length' | 'other', string | null>} headers
 * @param {string} content
 */
function written({ name, filename, extended, type, encoding, length, other }, content) {
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
