// @ts-check
// The scanned parts of a form: each file, by its range in the body and its hash, and nothing else.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { workers } from '../../src/edge/platform/workers.js';
import { FormSink } from '../../src/edge/screen/multipart/form.js';

// workerd's.
Object.assign(crypto, {
  DigestStream: class extends WritableStream {
    constructor() {
      const hash = createHash('sha256');
      /** @type {(digest: ArrayBuffer) => void} */
      let resolve;
      /** @type {(reason: unknown) => void} */
      let reject;
      const digest = new Promise((...settle) => ([resolve, reject] = settle));
      super({
        write: (bytes) => void hash.update(bytes),
        close: () => resolve(new Uint8Array(hash.digest()).buffer),
        abort: (reason) => reject(reason),
      });
      Object.assign(this, { digest });
    }
  },
});

const SETTINGS = /** @type {const} */ ({
  maxFiles: 2,
  maxFieldSize: 10,
  typedFields: 'scan',
  platform: workers,
});
const FILE = 'name="f"; filename="a.txt"';
const TYPED = 'name="t"\r\nContent-Type: text/plain';

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** @param {[disposition: string, content: string][]} parts */
const form = (parts) =>
  parts
    .map(
      ([head, content]) => `--b\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`,
    )
    .join('') + '--b--\r\n';

/**
 * @param {string} body
 * @param {object} [settings]
 * @param {number} [size] of the chunks
 */
async function read(body, settings, size = body.length) {
  const sink = new FormSink('b', { ...SETTINGS, ...settings });
  for (let at = 0; at < body.length; at += size)
    await sink.write(Buffer.from(body.slice(at, at + size), 'latin1'));
  await sink.close();
  return sink.files;
}

describe('of a form', () => {
  test('each file is scanned, with its name, type, place and hash', async () => {
    const type = `name="g"; filename="b.bin"\r\nContent-Type: application/octet-stream`;
    const body = form([
      [FILE, 'one'],
      ['name="text"', 'no file'],
      [type, 'two two'],
    ]);
    for (const size of [1, 7, body.length]) {
      const files = await read(body, {}, size);
      assert.deepEqual(files, [
        {
          field: 'f',
          filename: 'a.txt',
          contentType: undefined,
          start: body.indexOf('one'),
          end: body.indexOf('one') + 3,
          sha256: sha256('one'),
        },
        {
          field: 'g',
          filename: 'b.bin',
          contentType: 'application/octet-stream',
          start: body.indexOf('two two'),
          end: body.indexOf('two two') + 7,
          sha256: sha256('two two'),
        },
      ]);
    }
  });

  test('text with a Content-Type is scanned as well, and reported as text, unless switched off', async () => {
    const body = form([[TYPED, 'typed']]);
    const [file] = await read(body);
    assert.deepEqual([file?.field, file?.isText, file?.sha256], ['t', true, sha256('typed')]);
    assert.deepEqual(await read(body, { typedFields: 'ignore' }), []);
  });

  test('an empty file field does not count as a file', async () => {
    const empty = 'name="f"; filename=""\r\nContent-Type: application/octet-stream';
    assert.deepEqual(await read(form([[empty, '']])), []);
    const one = await read(
      form([
        [empty, ''],
        [FILE, 'x'],
      ]),
      { maxFiles: 1 },
    );
    assert.deepEqual(
      one.map(({ field }) => field),
      ['f'],
    );
  });
});

describe('a form is refused', () => {
  test('with too many files', async () => {
    /** @param {number} count */
    const files = (count) => form(Array.from({ length: count }, () => [FILE, 'x']));
    assert.equal((await read(files(2))).length, 2);
    await assert.rejects(read(files(3)), {
      kind: 'too-many-files',
      message: 'a form may have 2 files',
    });
  });

  test('with more than a hundred text fields to scan', async () => {
    /** @param {number} count */
    const fields = (count) => form(Array.from({ length: count }, () => [TYPED, 'x']));
    assert.equal((await read(fields(100), { maxFiles: 0 })).length, 100);
    await assert.rejects(read(fields(101)), {
      kind: 'too-many-files',
      message: 'a form may have 100 text fields with a Content-Type that are scanned',
    });
    assert.deepEqual(await read(fields(101), { typedFields: 'ignore' }), []);
  });

  test('with a text field that is too long, however it is chunked', async () => {
    for (const size of [1, 1000]) {
      assert.deepEqual(await read(form([['name="t"', 'x'.repeat(10)]]), {}, size), []);
      await assert.rejects(read(form([['name="t"', 'x'.repeat(11)]]), {}, size), {
        kind: 'too-large',
        message: 'a text field of a form may have 10 bytes',
      });
      const typed = form([[TYPED, 'x'.repeat(11)]]);
      assert.equal((await read(typed, {}, size)).length, 1);
      await assert.rejects(read(typed, { typedFields: 'ignore' }, size), { kind: 'too-large' });
    }
    // A file is as long as it likes.
    assert.equal((await read(form([[FILE, 'x'.repeat(1000)]]))).length, 1);
  });

  test('that ends in the middle', async () => {
    const body = form([[FILE, 'x']]);
    await assert.rejects(read(body.slice(0, -4)), { kind: 'malformed-form' });
  });
});

test('a form that stalls releases the digest of its file', async () => {
  const sink = new FormSink('b', SETTINGS);
  await sink.abort(new Error('before anything came'));
  const begun = form([[FILE, 'x']]).slice(0, -8);
  await sink.write(Buffer.from(begun));
  await sink.abort(new Error('gone'));
  // The digest accepts no more bytes.
  await assert.rejects(sink.write(Buffer.from('more')), { message: 'gone' });
  const text = new FormSink('b', SETTINGS);
  await text.write(Buffer.from(form([['name="t"', 'x']]).slice(0, -8)));
  await text.abort(new Error('of a text there is none'));
});
