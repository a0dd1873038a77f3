// @ts-check
// The platform of the Web's own functions, in Node, whose fetch is that of Vercel's edge runtime.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { webPlatform } from 'metadefender-wasm/edge';

/** @type {import('node:http').RequestListener} */
let answer = () => {};
const server = createServer((request, response) => answer(request, response));
/** @type {string} */
let address;
before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  address = `http://127.0.0.1:${port}`;
});
after(() => server.close());

const platform = webPlatform();

test('hashes bytes as they arrive', async () => {
  const sha256 = platform.sha256();
  const expected = createHash('sha256');
  for (const size of [0, 1, 100_000]) {
    const bytes = new Uint8Array(size).fill(size);
    await sha256.write(bytes);
    expected.update(bytes);
  }
  assert.deepEqual(Buffer.from(await sha256.digest()), expected.digest());
});

test('sends a stream with its length', async () => {
  answer = async (request, response) => {
    const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
    const body = String(Buffer.concat(await request.toArray()));
    response.end(JSON.stringify({ length, coding, body }));
  };
  const { readable, writable } = platform.fixedLengthStream(5);
  new Blob(['bytes'])
    .stream()
    .pipeTo(writable)
    .catch(() => {});
  const init = { method: 'POST', body: readable, headers: platform.bodyHeaders(5), duplex: 'half' };
  const response = await platform.fetch(address, init);
  assert.deepEqual(await response.json(), { length: '5', body: 'bytes' });
});

test('removes the header of a decoded content encoding', async () => {
  const packed = gzipSync('plain '.repeat(100));
  answer = (_request, response) => {
    const headers = { 'content-encoding': 'gzip', 'content-length': packed.length, 'x-other': 'a' };
    response.writeHead(201, headers).end(packed);
  };
  const { status, headers, body } = await platform.fetch(address);
  assert.deepEqual([status, headers.get('x-other')], [201, 'a']);
  assert.deepEqual([headers.get('content-encoding'), headers.get('content-length')], [null, null]);
  assert.equal(await new Response(body).text(), 'plain '.repeat(100));
});
