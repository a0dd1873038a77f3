// @ts-check
// A bucket of another vendor, with an S3 server.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { startS3Server } from './support/s3-server.mjs';

/** @type {Awaited<ReturnType<typeof startS3Server>>} */
let server;
before(async () => {
  server = await startS3Server();
});
after(() => server?.stop());

/** @param {string | Uint8Array} content */
const sha256 = (content) => createHash('sha256').update(content).digest('hex');
/** @param {Uint8Array[]} chunks */
const streamOf = (chunks) => new Blob(/** @type {any} */ (chunks)).stream();
/** @param {Promise<any>} call */
const failure = (call) =>
  call.then(
    () => assert.fail('it did not fail'),
    (error) => error,
  );

test('an object has its content, type and metadata, and can be read in ranges', async () => {
  const bucket = server.bucket();
  const key = "some folder/ä +&=?#%25'(!)*~.txt";
  const { etag } = await bucket.put(key, 'hello, bucket', {
    httpMetadata: { contentType: 'text/plain' },
    customMetadata: { verdict: 'allowed', dataId: 'bzI' },
    sha256: sha256('hello, bucket'),
  });
  const object = await bucket.get(key);
  assert.equal(await object.text(), 'hello, bucket');
  const { size, httpMetadata, customMetadata } = object;
  assert.deepEqual([object.etag, object.key, size], [etag, key, 13]);
  assert.deepEqual(httpMetadata, { contentType: 'text/plain' });
  assert.deepEqual(customMetadata, { verdict: 'allowed', dataid: 'bzI' });
  const part = await bucket.get(key, { range: { offset: 7, length: 3 } });
  assert.deepEqual([await part.text(), part.size], ['buc', 13]);
  await bucket.delete(key);
  assert.equal(await bucket.get(key), null);
  await bucket.delete([key, 'never there']);
});

test('a content with another hash than the scanned one is refused, and nothing is there', async () => {
  const bucket = server.bucket();
  const error = await failure(bucket.put('other', 'content', { sha256: sha256('scanned') }));
  assert.match(error.message, /^S3 PUT: \d+ /);
  const content = Buffer.from('content');
  const options = { sha256: sha256('scanned'), size: content.length };
  await failure(bucket.put('other', streamOf([content]), options));
  assert.equal(await bucket.get('other'), null);
});

test('a stream must have its stated length', async () => {
  const bucket = server.bucket();
  const content = Buffer.alloc(3 << 20, 'abc');
  const options = { size: content.length, sha256: sha256(content) };
  await bucket.put('stream', streamOf([content]), options);
  const stored = await bucket.get('stream');
  assert.equal(sha256(Buffer.from(await new Response(stored.body).arrayBuffer())), options.sha256);
  for (const size of [content.length - 1, content.length + 1]) {
    await failure(bucket.put('short', streamOf([content]), { size }));
    assert.equal(await bucket.get('short'), null);
  }
});

test('a condition that does not hold changes nothing, and reads nothing', async () => {
  const bucket = server.bucket();
  const { etag } = await bucket.put('record', 'one');
  const second = await bucket.put('record', 'two', { onlyIf: { etagMatches: etag } });
  assert.notEqual(second?.etag, etag);
  assert.equal(await bucket.put('record', 'three', { onlyIf: { etagMatches: etag } }), null);
  assert.equal(await (await bucket.get('record')).text(), 'two');
  // s3s-fs returns the object all the same.
  const other = await bucket.get('record', { onlyIf: { etagMatches: etag } });
  assert.deepEqual([other.etag, other.body], [second?.etag, undefined]);
  assert.equal(await bucket.put('none', 'x', { onlyIf: { etagMatches: etag } }), null);
  assert.deepEqual(
    (await server.names()).filter((name) => name.includes('condition')),
    [],
  );
});

test('a multipart upload is stored when completed, and not if aborted', async () => {
  const bucket = server.bucket();
  const part = Buffer.alloc(5 << 20, 'part');
  const begin = async (/** @type {string} */ key) => {
    const upload = await /** @type {any} */ (bucket).createMultipartUpload(key, {
      httpMetadata: { contentType: 'application/zip' },
    });
    const first = await upload.uploadPart(1, streamOf([part]), { size: part.length });
    return { upload, parts: [first, await upload.uploadPart(2, Buffer.from('end'))] };
  };
  const given = await begin('given up');
  assert.equal(await bucket.get('given up'), null);
  await given.upload.abort();
  await failure(given.upload.complete(given.parts));
  assert.equal(await bucket.get('given up'), null);

  const { upload, parts } = await begin('in parts');
  const { etag } = await upload.complete(parts);
  const object = await bucket.get('in parts', { onlyIf: { etagMatches: etag } });
  const content = Buffer.from(await new Response(object.body).arrayBuffer());
  assert.ok(content.equals(Buffer.concat([part, Buffer.from('end')])));
});

test('a refusal says why in words that hold no key', async () => {
  const secretAccessKey = 'not-the-secret';
  const bucket = server.bucket({ credentials: { accessKeyId: 'key-of-tests', secretAccessKey } });
  const error = await failure(bucket.put('x', 'y'));
  assert.match(error.message, /^S3 PUT: 403 SignatureDoesNotMatch/);
  assert.equal(error.message.includes(secretAccessKey), false);
});

test('credentials can be requested before each request', async () => {
  let count = 0;
  const bucket = server.bucket({
    credentials: async () => {
      count += 1;
      return { accessKeyId: 'key-of-tests', secretAccessKey: 'secret-of-tests' };
    },
  });
  await bucket.put('x', 'y');
  await bucket.delete('x');
  assert.equal(count, 2);
});

test('what no URL can carry is no key', async () => {
  for (const key of ['', '/a', 'a//b', 'a/../b', 'a/.'])
    assert.equal((await failure(server.bucket().put(key, 'x'))).code, 'invalid-input', key);
});

test('the metadata of an object has the server’s checksum, and no content', async () => {
  const bucket = /** @type {any} */ (server.bucket());
  const { etag } = await bucket.put('known', 'content', {
    httpMetadata: { contentType: 'text/plain' },
    // ASCII is unchanged, even if it is encoded already.
    customMetadata: { id: 'a%2Fb', name: 'ä' },
    sha256: sha256('content'),
  });
  const head = await bucket.head('known');
  assert.deepEqual([head.key, head.etag, head.size, head.body], ['known', etag, 7, undefined]);
  assert.deepEqual(head.customMetadata, { id: 'a%2Fb', name: '%C3%A4' });
  assert.equal(Buffer.from(head.checksums.sha256).toString('hex'), sha256('content'));
  assert.equal(await bucket.head('unknown'), null);
});

test('an object can be created only if there is none', async () => {
  const bucket = server.bucket();
  const onlyIf = { etagDoesNotMatch: '*' };
  assert.ok(await bucket.put('first', 'one', { onlyIf }));
  assert.equal(await bucket.put('first', 'two', { onlyIf }), null);
  assert.equal(await (await bucket.get('first')).text(), 'one');
});
