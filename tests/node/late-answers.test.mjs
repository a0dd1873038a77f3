// @ts-check
// Node's fetch has its own limit, 300 s from a request to its response, which must not apply to uploads.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { connect } from 'metadefender-wasm';

const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
/** ms. What counts it counts in seconds. */
const LIMIT = 100;
const LATE = 2_500;

const globals = /** @type {any} */ (globalThis);
/** Of fetch, before it is put back. @type {unknown} */
let original;
let uploads = 0;
let baseUrl = '';
const server = createServer((request, response) => {
  uploads += 1;
  request.resume();
  request.on('end', () => setTimeout(() => response.end('{"data_id":"one"}'), LATE));
});

before(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  baseUrl = `http://127.0.0.1:${port}`;
  // Node loads it with the first request.
  await fetch('data:,');
  original = globals[DISPATCHER];
  globals[DISPATCHER] = new globals[DISPATCHER].constructor({ headersTimeout: LIMIT });
});
after(() => {
  globals[DISPATCHER] = original;
  server.close();
  server.closeAllConnections();
});

test('a response later than the timeout of fetch is awaited, and the file is sent once', async () => {
  const own = await fetch(baseUrl, { method: 'POST', body: 'abc' }).catch(
    ({ cause }) => cause.code,
  );
  assert.equal(own, 'UND_ERR_HEADERS_TIMEOUT', 'fetch has no limit any more');
  uploads = 0;
  const metadefender = await connect({ baseUrl });
  assert.equal((await metadefender.analyze(new Blob(['abc']))).dataId, 'one');
  assert.equal(uploads, 1);
});
