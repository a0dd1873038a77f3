// @ts-check
// preScreen in front of a bucket.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { keeper, keysOf, problem, sha256, startScreening, unknown } from '../support/screening.mjs';

const kept = keeper();

describe('a bucket', () => {
  /** @type {Awaited<ReturnType<typeof startScreening>>} */
  let worker;
  before(async () => {
    const gateway = kept(await startGateway()).address;
    const options = { store: true };
    // One bucket for both is allowed.
    const r2Buckets = { HOLDING: 'uploads', STORE: 'uploads' };
    worker = kept(await startScreening({ gateway, options, r2Buckets }));
  });

  /** @param {string} key */
  const stored = async (key) => (await worker.bucket('STORE')).get(key);

  test('stores the file of a PUT by its path', async () => {
    for (const size of [10, 9 << 20]) {
      const content = Buffer.alloc(size, unknown());
      const init = { method: 'PUT', body: content, headers: { 'content-type': 'text/x-test' } };
      const response = await fetch(`${worker.address}/a/b%20c.txt?d`, init);
      assert.equal(response.status, 201);
      assert.deepEqual(await response.json(), {
        files: [{ key: 'a/b c.txt', sha256: sha256(content), size }],
      });
      const object = await stored('a/b c.txt');
      assert(Buffer.from(await object.arrayBuffer()).equals(content));
      assert.equal(object.httpMetadata.contentType, 'text/x-test');
      assert.equal(object.customMetadata.verdict, 'allowed');
      assert.equal(object.customMetadata.sha256, sha256(content));
      assert.match(object.customMetadata.dataId, /^[0-9a-f]{32}$/);
    }
  });

  test('stores the files of a form under unguessable names', async () => {
    for (const size of [10, 9 << 20]) {
      const contents = [Buffer.from(unknown()), Buffer.alloc(size, unknown())];
      const form = new FormData();
      form.append('text', 'is not stored');
      for (const content of contents) form.append('file', new Blob([content]), '../../x');
      const response = await fetch(worker.address, { method: 'POST', body: form });
      assert.equal(response.status, 201);
      const { files } = await response.json();
      assert.equal(files.length, 2);
      for (const [index, { key, ...rest }] of files.entries()) {
        assert.match(key, /^[0-9a-f-]{36}$/);
        const content = contents[index] ?? assert.fail();
        assert.deepEqual(rest, { sha256: sha256(content), size: content.length });
        assert(Buffer.from(await (await stored(key)).arrayBuffer()).equals(content));
      }
    }
  });

  test('does not store blocked files', async () => {
    const before = await keysOf(await worker.bucket('STORE'));
    const put = { method: 'PUT', body: EICAR };
    await problem(await fetch(`${worker.address}/bad`, put), 422, 'blocked');
    const form = new FormData();
    form.append('good', new Blob([unknown()]), 'good');
    form.append('bad', new Blob([EICAR]), 'bad');
    const post = { method: 'POST', body: form };
    await problem(await fetch(worker.address, post), 422, 'blocked');
    assert.deepEqual(await keysOf(await worker.bucket('STORE')), before);
  });

  test('has no keys that are paths to elsewhere, or to what is held', async () => {
    const before = await keysOf(await worker.bucket('STORE'));
    for (const path of [
      '/',
      '/a%2F..%2Fb',
      '/..%2fb',
      '/%2e%2e%5cb',
      '//b',
      '/a//b',
      '/a%00b',
      '/a%0d%0ab',
      '/%ff',
      '/metadefender-holding/x.json',
      '/metadefender%2Dholding%2Fx.json',
      `/${'x'.repeat(1025)}`,
    ]) {
      const request = `PUT ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nclean`;
      const { status, body } = await worker.raw(request);
      assert.equal(status, 400, path);
      assert.match(body, /urn:metadefender-wasm:bad-key/);
    }
    assert.deepEqual(await keysOf(await worker.bucket('STORE')), before);
  });

  test('is never read by clients, and nothing in it is deleted', async () => {
    for (const method of ['GET', 'DELETE']) {
      const response = await fetch(worker.address, { method });
      assert.equal(response.headers.get('allow'), 'POST, PUT, PATCH');
      await problem(response, 405, 'method-not-allowed');
    }
    const response = await fetch(`${worker.address}/empty`, { method: 'PUT', body: '' });
    assert.deepEqual([response.status, await response.json()], [201, { files: [] }]);
  });
});
