// @ts-check
// Parsers of forms that origins use, and what each stores as a file.
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { requireInConsumer } from '../../packed/support/consumer.mjs';

const busboy = requireInConsumer('busboy');
const { formidable } = requireInConsumer('formidable');
const multiparty = requireInConsumer('multiparty');

/** A form, one character a byte. @typedef {{ contentType: string, body: string }} Form */

const uploadDir = mkdtempSync(join(tmpdir(), 'metadefender-wasm-forms-'));

export const removeUploads = () => rm(uploadDir, { recursive: true });

/** @param {Form} form @returns {any} */
const requestOf = ({ contentType, body }) =>
  Object.assign(Readable.from([Buffer.from(body, 'latin1')]), {
    headers: { 'content-type': contentType, 'content-length': String(body.length) },
  });

/** Reads what a parser has stored, and removes it. @param {string[]} paths */
const contentsOf = async (paths) => {
  const contents = paths.map((path) => readFileSync(path, 'latin1'));
  await Promise.all(paths.map((path) => rm(path)));
  return contents;
};

/** The contents of the files that a parser finds. @type {Record<string, (form: Form) => Promise<string[]>>} */
export const parsers = {
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
    return contentsOf(stored.map(({ filepath }) => filepath));
  },
  multiparty: (form) =>
    new Promise((resolve, reject) => {
      const parser = new multiparty.Form({ uploadDir });
      parser.parse(
        requestOf(form),
        (/** @type {unknown} */ error, /** @type {unknown} */ _, /** @type {object} */ files) => {
          if (error) return reject(error);
          const stored = /** @type {{ path: string }[]} */ (Object.values(files).flat());
          contentsOf(stored.map(({ path }) => path)).then(resolve, reject);
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
