// @ts-check
// Servers that fail, and those that lack features.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { afterEach, test } from 'node:test';
import { nodePlatform } from 'metadefender-wasm/edge/node';
import { s3Bucket } from 'metadefender-wasm/edge/s3';
import { CREDENTIALS } from './support/s3-server.mjs';

/** @type {import('node:http').Server | undefined} */
let server;
/** The requests that came. @type {string[]} */
let requests = [];
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  requests = [];
});

/**
 * A bucket on a server that answers as told.
 * @param {(request: import('node:http').IncomingMessage, count: number) => { status?: number, headers?: Record<string, string>, body?: string } | undefined} answer
 *   none, and the connection is cut
 * @param {object} [options]
 */
async function bucketOf(answer, options) {
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => {
      const answered = answer(request, requests.length);
      if (!answered) return request.socket.destroy();
      const { status = 200, headers = {}, body = '' } = answered;
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise((resolve) => server?.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}/uploads`;
  return s3Bucket({ url, credentials: CREDENTIALS, platform: nodePlatform(), ...options });
}

const BUSY = { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };

test('requests to a server that is busy or closes the connection are retried', async () => {
  const bucket = await bucketOf(
    (_, count) => [undefined, BUSY, { headers: { etag: '"a"' } }][count - 1],
  );
  assert.deepEqual(await bucket.put('x', 'y'), { key: 'x', etag: 'a' });
  assert.equal(requests.length, 3);
});

test('retries are limited', async () => {
  const bucket = await bucketOf(() => BUSY);
  await assert.rejects(bucket.put('x', 'y'), { message: 'S3 PUT: 503 SlowDown' });
  assert.equal(requests.length, 3);
});

test('conditional writes and streams are sent once, as the first attempt may have arrived', async () => {
  const bucket = await bucketOf(({ headers }) =>
    headers['if-match']?.includes('000') ? { status: 412 } : BUSY,
  );
  await assert.rejects(bucket.put('x', 'y', { onlyIf: { etagMatches: 'a' } }));
  assert.deepEqual(requests, ['PUT /uploads/x.condition', 'PUT /uploads/x']);
  await assert.rejects(bucket.put('x', new Blob(['y']).stream(), { size: 1 }));
  assert.equal(requests.length, 3);
});

test('a server that ignores conditions is said to be unfit, and nothing is written', async () => {
  const bucket = await bucketOf(() => ({ headers: { etag: '"a"' } }));
  const put = bucket.put('record', 'y', { onlyIf: { etagMatches: 'b' } });
  await assert.rejects(put, { code: 'unsupported', message: /ignores the header If-Match/ });
  assert.deepEqual(requests, ['PUT /uploads/record.condition', 'DELETE /uploads/record.condition']);
});

test('a write without an ETag in the response is an error: another object could be in its place', async () => {
  const bucket = await bucketOf(() => ({}));
  await assert.rejects(bucket.put('x', 'y'), { message: 'S3 PUT: 200 the bucket answers no ETag' });
});

test('the whole object is not accepted in place of a range', async () => {
  const bucket = await bucketOf(() => ({ body: 'all of it' }));
  await assert.rejects(bucket.get('x', { range: { offset: 1, length: 2 } }), /range/);
});

test('an upload that fails after a status of 200 is an error', async () => {
  const bucket = /** @type {any} */ (
    await bucketOf(({ url }) => ({
      body: url?.endsWith('uploads=')
        ? '<R><UploadId>a&amp;b</UploadId></R>'
        : '<Error><Code>InternalError</Code><Message>We met an error</Message></Error>',
    }))
  );
  const upload = await bucket.createMultipartUpload('x');
  await assert.rejects(
    upload.complete([{ partNumber: 1, etag: 'a' }]),
    /InternalError: We met an error/,
  );
  assert.equal(requests.at(-1), 'POST /uploads/x?uploadId=a%26b');
});

test('a server that never answers is not waited for', async () => {
  const bucket = await bucketOf(() => BUSY, { timeout: 50 });
  server?.removeAllListeners('request');
  const put = bucket.put('x', new Blob(['y']).stream(), { size: 1 });
  await assert.rejects(put, { message: 'S3 PUT: no answer in time' });
});

test('a missing bucket is not reported as a failed condition', async () => {
  const body = '<Error><Code>NoSuchBucket</Code><Message>no such bucket</Message></Error>';
  const bucket = await bucketOf(() => ({ status: 404, body }));
  const onlyIf = { etagMatches: 'a' };
  await assert.rejects(bucket.put('x', 'y', { onlyIf }), /404 NoSuchBucket/);
  await assert.rejects(bucket.get('x'), /404 NoSuchBucket/);
});

test('a checksum of parts is none of the whole', async () => {
  const whole = 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=';
  for (const [type, checksum, size] of /** @type {[string, string, number][]} */ ([
    ['FULL_OBJECT', whole, 32],
    ['', whole, 32],
    ['COMPOSITE', whole, 0],
    ['', `${whole}-3`, 0],
    ['', 'no checksum', 0],
  ])) {
    const headers = { etag: '"a"', 'x-amz-checksum-sha256': checksum, 'x-amz-checksum-type': type };
    const bucket = /** @type {any} */ (await bucketOf(() => ({ headers })));
    const { checksums } = await bucket.head('x');
    assert.equal(checksums.sha256?.byteLength ?? 0, size, `${type} ${checksum}`);
    server?.close();
  }
});

test('a missing bucket is not reported as a missing object', async () => {
  const body = '<Error><Code>NoSuchBucket</Code><Message>no such bucket</Message></Error>';
  const bucket = /** @type {any} */ (await bucketOf(() => ({ status: 404, body })));
  await assert.rejects(bucket.head('x'), /404 NoSuchBucket/);
  assert.deepEqual(requests, ['HEAD /uploads/x', 'GET /uploads/x']);
});

test('in a versioned bucket exactly one version is deleted, otherwise the object with this ETag', async () => {
  /** @type {(string | undefined)[]} */
  const conditions = [];
  const bucket = /** @type {any} */ (
    await bucketOf(({ method, headers }) => {
      if (method !== 'DELETE') return { headers: { etag: '"a"', 'x-amz-version-id': 'v/1' } };
      conditions.push(headers['if-match']);
      return { status: headers['if-match'] === '"b"' ? 412 : 204 };
    })
  );
  const { etag, version } = await bucket.head('x');
  assert.equal(await bucket.deleteIf('x', { etag, version }), true);
  assert.equal(await bucket.deleteIf('x', { etag: 'a' }), true);
  assert.equal(await bucket.deleteIf('x', { etag: 'b' }), false);
  // Like a bucket with suspended versioning.
  assert.equal(await bucket.deleteIf('x', { etag: 'a', version: 'null' }), true);
  assert.deepEqual(requests.slice(1, 3), [
    'DELETE /uploads/x?versionId=v%2F1',
    'DELETE /uploads/x',
  ]);
  assert.deepEqual(conditions, [undefined, '"a"', '"b"', '"a"']);
});

test('a server without conditional deletion deletes unconditionally', async () => {
  const bucket = /** @type {any} */ (
    await bucketOf(({ headers }) => ({ status: headers['if-match'] ? 501 : 204 }))
  );
  assert.equal(await bucket.deleteIf('x', { etag: 'a' }), true);
  assert.deepEqual(requests, ['DELETE /uploads/x', 'DELETE /uploads/x']);
});

test('options that cannot be are refused', () => {
  const url = 'https://storage.example.com/uploads';
  for (const options of [
    { url: 'storage', credentials: CREDENTIALS },
    { url },
    { url, credentials: {} },
    { url, credentials: CREDENTIALS, bucket: 'uploads' },
    // Outside Workers, without a platform.
    { url, credentials: CREDENTIALS },
  ])
    assert.throws(() => s3Bucket(/** @type {any} */ (options)), { code: 'invalid-input' });
});
