// @ts-check
// How servers send requests: byte for byte, with a length, and only as long as somebody waits.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { countedStream } from '../../src/edge/platform/counted-stream.js';
import { httpFetch } from '../../src/edge/server/http-fetch.js';

/** @type {import('node:http').Server} */
let server;
let address = '';
/** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown} */
let answer = () => {};
before(async () => {
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  address = `http://127.0.0.1:${port}/path?a=b`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

test('a response is unchanged: still encoded, with each cookie, and redirects not followed', async () => {
  const content = gzipSync('text');
  answer = (_request, response) => {
    response.writeHead(303, {
      location: '/elsewhere',
      'content-encoding': 'gzip',
      'set-cookie': ['a=1', 'b=2'],
    });
    response.end(content);
  };
  const response = await httpFetch(address);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('location'), '/elsewhere');
  assert.equal(response.headers.get('content-encoding'), 'gzip');
  assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), content);
});

test('any kind of body is sent with its length', async () => {
  answer = async (request, response) => {
    const text = String(Buffer.concat(await request.toArray()));
    response.end(JSON.stringify([request.headers['content-length'], text]));
  };
  const stream = countedStream(4);
  new Blob(['text']).stream().pipeTo(stream.writable);
  const headers = { 'content-length': '4' };
  for (const init of [
    { body: 'text' },
    { body: new TextEncoder().encode('text') },
    { body: stream.readable, headers },
  ]) {
    const response = await httpFetch(address, { method: 'POST', ...init });
    assert.deepEqual(await response.json(), ['4', 'text']);
  }
  const request = new Request(address, { method: 'PUT', body: new Blob(['text']), headers });
  assert.deepEqual(await (await httpFetch(request)).json(), ['4', 'text']);
});

test('a body that is shorter or longer than it says is never a whole one', async () => {
  let whole = 0;
  answer = async (request, response) => {
    const chunks = await request.toArray().catch(() => undefined);
    if (chunks) whole++;
    response.end();
  };
  for (const content of ['tex', 'texts']) {
    const stream = countedStream(4);
    new Blob([content])
      .stream()
      .pipeTo(stream.writable)
      .catch(() => {});
    const init = { method: 'POST', body: stream.readable, headers: { 'content-length': '4' } };
    await assert.rejects(httpFetch(address, init));
  }
  await httpFetch(address, { method: 'POST', body: 'text' });
  assert.equal(whole, 1);
});

test('an aborted request is ended', async () => {
  const controller = new AbortController();
  const closed = new Promise((resolve) => {
    answer = (_request, response) => {
      response.on('close', () => resolve(undefined));
      controller.abort(new Error('enough'));
    };
  });
  await assert.rejects(httpFetch(address, { signal: controller.signal }), /enough/);
  await closed;
  await assert.rejects(httpFetch(address, { signal: AbortSignal.abort(new Error('no')) }), /no/);
});

test('a status without a body has none', async () => {
  answer = (_request, response) => response.writeHead(204).end();
  assert.equal((await httpFetch(address)).body, null);
  answer = (_request, response) => response.writeHead(200, { 'content-length': 10 }).end();
  assert.equal((await httpFetch(address, { method: 'HEAD' })).body, null);
});
