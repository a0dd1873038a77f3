// @ts-check
// The buckets in a folder or in memory: they behave like R2, and no key leads outside.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { folderBucket } from '../../src/edge/server/bucket/folder-bucket.js';
import { memoryBucket } from '../../src/edge/server/bucket/memory-bucket.js';
import { until } from '../support/until.mjs';

/** @type {string[]} */
const folders = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-bucket-'));
  folders.push(folder);
  return folder;
}

/** @param {any} object */
const textOf = (object) => new Response(object.body).text();
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');

for (const [what, make] of /** @type {const} */ ([
  ['a folder', () => folderBucket({ folder: newFolder() })],
  ['memory', () => memoryBucket()],
])) {
  describe(`a bucket that is ${what}`, () => {
    test('returns objects, whole or in part, until they are deleted', async () => {
      const bucket = make();
      for (const value of [
        'some text',
        new Blob(['some text']),
        new Blob(['some text']).stream(),
        new TextEncoder().encode('some text'),
      ]) {
        const { etag } = await bucket.put('a/b c.txt', value);
        const object = await bucket.get('a/b c.txt');
        assert.equal(object.etag, etag);
        assert.equal(await textOf(object), 'some text');
        const range = { offset: 5, length: 4 };
        assert.equal(await textOf(await bucket.get('a/b c.txt', { range })), 'text');
      }
      await bucket.put('json', '{"a":1}');
      assert.deepEqual(await (await bucket.get('json')).json(), { a: 1 });
      await bucket.delete(['a/b c.txt', 'json', 'never was']);
      for (const key of ['a/b c.txt', 'json', 'never was', 'a']) {
        assert.equal(await bucket.get(key), null);
      }
    });

    test('has a different ETag for each version, and respects conditions on it', async () => {
      const bucket = make();
      const { etag: first } = await bucket.put('a', 'x');
      const { etag: second } = await bucket.put('a', 'x');
      assert.notEqual(first, second);
      const onlyIf = { etagMatches: first };
      assert.equal((await bucket.get('a', { onlyIf })).body, undefined);
      assert.equal(await bucket.put('a', 'y', { onlyIf }), null);
      assert.equal(await bucket.put('b', 'y', { onlyIf }), null);
      assert.equal(await textOf(await bucket.get('a', { onlyIf: { etagMatches: second } })), 'x');
      assert.equal(await bucket.get('b'), null);
    });

    test('can create an object only if there is none', async () => {
      const bucket = make();
      const onlyIf = { etagDoesNotMatch: '*' };
      const put = (/** @type {number} */ index) => bucket.put('a', `${index}`, { onlyIf });
      const made = (await Promise.all([1, 2, 3, 4, 5].map(put))).filter(Boolean);
      assert.equal(made.length, 1);
      assert.equal(await bucket.put('a', 'later', { onlyIf }), null);
    });

    test('returns the metadata of an object without its content', async () => {
      const bucket = /** @type {any} */ (make());
      const known = { httpMetadata: { contentType: 'text/plain' }, customMetadata: { a: 'b' } };
      const { etag } = await bucket.put('a/b', 'text', { ...known, sha256: sha256('text') });
      const { checksums, ...head } = await bucket.head('a/b');
      assert.deepEqual(head, { key: 'a/b', etag, size: 4, ...known });
      assert.equal(Buffer.from(checksums.sha256).toString('hex'), sha256('text'));
      // What was known of the one before is not said of this one.
      await bucket.put('a/b', 'other');
      const { httpMetadata, customMetadata } = await bucket.head('a/b');
      assert.deepEqual([httpMetadata, customMetadata], [undefined, undefined]);
      for (const key of ['a', 'never was']) assert.equal(await bucket.head(key), null);
    });

    test('deletes an object only if it is still the same version', async () => {
      const bucket = /** @type {any} */ (make());
      const first = await bucket.put('a', 'x');
      const second = await bucket.put('a', 'x');
      assert.equal(await bucket.deleteIf('a', first), false);
      assert.equal(await textOf(await bucket.get('a')), 'x');
      assert.equal(await bucket.deleteIf('a', second), true);
      assert.equal(await bucket.get('a'), null);
      assert.equal(await bucket.deleteIf('a', second), false);
    });

    test('lets one of many replace a version', async () => {
      const bucket = make();
      let { etag } = await bucket.put('a', 'begin');
      for (let round = 0; round < 5; round++) {
        const put = (/** @type {unknown} */ _, /** @type {number} */ index) =>
          bucket.put('a', `${round} ${index}`, { onlyIf: { etagMatches: etag } });
        const won = (await Promise.all(Array.from({ length: 20 }, put))).filter(Boolean);
        assert.equal(won.length, 1);
        etag = won[0].etag;
      }
      assert.match(await textOf(await bucket.get('a')), /^4 /);
    });

    test('refuses content with another hash, and keeps the old object', async () => {
      const bucket = make();
      await bucket.put('a', 'good', { sha256: sha256('good') });
      await assert.rejects(bucket.put('a', 'bad', { sha256: sha256('good') }), /SHA-256/);
      assert.equal(await textOf(await bucket.get('a')), 'good');
    });

    test('stores nothing of an aborted body', async () => {
      const bucket = make();
      const broken = new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(10)),
        pull: (controller) => controller.error(new Error('cut')),
      });
      await assert.rejects(bucket.put('a', broken), /cut/);
      assert.equal(await bucket.get('a'), null);
    });

    test('completes or aborts a multipart upload', async () => {
      const bucket = make();
      const upload = await bucket.createMultipartUpload?.('a');
      const parts = [
        await upload?.uploadPart(1, new Blob(['some ']).stream()),
        await upload?.uploadPart(2, new Blob(['text']).stream()),
      ];
      assert.equal(await bucket.get('a'), null);
      const { etag } = await upload?.complete(parts);
      const onlyIf = { etagMatches: etag };
      assert.equal(await textOf(await bucket.get('a', { onlyIf })), 'some text');
      const other = await bucket.createMultipartUpload?.('b');
      await other?.uploadPart(1, 'some');
      await other?.abort();
      assert.equal(await bucket.get('b'), null);
    });
  });
}

describe('a folder', () => {
  test('has its objects as files of the owner, and what is known of them beside', async () => {
    const folder = newFolder();
    const bucket = folderBucket({ folder });
    const options = { httpMetadata: { contentType: 'text/plain' }, customMetadata: { a: 'b' } };
    await bucket.put('a/b.txt', 'text', options);
    const file = join(folder, 'a', 'b.txt');
    assert.equal(readFileSync(file, 'utf8'), 'text');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const metadata = join(folder, '.metadefender', 'metadata', 'a', 'b.txt.json');
    const { key, httpMetadata, customMetadata } = JSON.parse(readFileSync(metadata, 'utf8'));
    assert.deepEqual({ key, httpMetadata, customMetadata }, { key: 'a/b.txt', ...options });
    await bucket.delete('a/b.txt');
    assert.throws(() => statSync(metadata), { code: 'ENOENT' });
    const left = readdirSync(join(folder, '.metadefender', 'writing'));
    assert.deepEqual(left, []);
  });

  test('takes no key that leads out of it, or to what is its own', async () => {
    const folder = newFolder();
    const bucket = folderBucket({ folder: join(folder, 'in') });
    for (const key of [
      '',
      '.',
      '..',
      '../a',
      'a/../../b',
      '/a',
      'a//b',
      'a/',
      'a\\b',
      'a\0',
      'a\nb',
      '.metadefender/locks/a',
      '.MetaDefender/a',
      'x'.repeat(251),
    ]) {
      const invalid = { code: 'invalid-input' };
      await assert.rejects(bucket.put(key, 'x'), invalid, key);
      await assert.rejects(bucket.get(key), invalid, key);
      await assert.rejects(bucket.delete(key), invalid, key);
      if (bucket.createMultipartUpload)
        await assert.rejects(bucket.createMultipartUpload(key), invalid, key);
    }
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== 'in'),
      [],
    );
  });

  test('is not left locked by a dead process', async () => {
    const folder = newFolder();
    const bucket = folderBucket({ folder });
    await bucket.put('a', 'x');
    const lock = join(folder, '.metadefender', 'locks', sha256('a'));
    writeFileSync(lock, '');
    const put = bucket.put('a', 'y');
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(lock, longAgo, longAgo);
    await put;
    assert.equal(await textOf(await bucket.get('a')), 'y');
  });

  test('deletes expired objects', async () => {
    const folder = newFolder();
    const before = folderBucket({ folder });
    for (const key of ['held/old', 'held/new']) await before.put(key, 'x', { customMetadata: {} });
    const longAgo = new Date(Date.now() - 7200_000);
    await utimes(join(folder, 'held', 'old'), longAgo, longAgo);
    const bucket = folderBucket({ folder, deleteAfter: 3600 });
    await bucket.put('other', 'x');
    await until(async () => (await bucket.get('held/old')) === null);
    assert.equal(await textOf(await bucket.get('held/new')), 'x');
  });

  test('needs a path, and a number as the age', () => {
    for (const options of [{}, { folder: '' }, { folder: 'a', deleteAfter: 0 }]) {
      assert.throws(() => folderBucket(/** @type {any} */ (options)), { code: 'invalid-input' });
    }
  });
});

test('memory takes what there is room for, and more when something is deleted', async () => {
  const bucket = memoryBucket({ limit: 10 });
  await bucket.put('a', '123456');
  await assert.rejects(bucket.put('b', '12345'), { code: 'busy' });
  await bucket.put('b', '1234');
  await bucket.delete('a');
  const upload = await bucket.createMultipartUpload?.('c');
  await upload?.uploadPart(1, '123456');
  await assert.rejects(async () => upload?.uploadPart(2, '1'), { code: 'busy' });
  await upload?.abort();
  await bucket.put('c', '123456');
});
