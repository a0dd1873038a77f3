// @ts-check
// scanProxy behind a load balancer that names nodes by a cookie: OPSWAT, MetaDefender Core v5.22.0, "Using external Load
// Balancer". The Worker keeps nothing, so the cookie is in the handle.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { scanProxy } from '../../src/edge/proxy/scan-proxy.js';
import '../support/fixed-length-stream.mjs';

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const options = {
  baseUrl: 'https://service.test',
  secret: 'a secret of the tests, which is long enough',
  onError: (/** @type {unknown} */ error) => assert.fail(String(error)),
};
const context = { waitUntil() {} };

/** Method, path and cookie of each request to MetaDefender. @type {string[]} */
let asked = [];
beforeEach(() => void (asked = []));

/**
 * The responses that a page gets from a proxy in front of a scripted MetaDefender.
 * @param {(path: string) => [body: unknown, ...setCookies: string[]]} answer
 * @param {Record<string, string>} [headers] that the options configure
 */
function proxy(answer, headers = {}) {
  const handler = scanProxy({
    ...options,
    headers,
    async fetch(url, init) {
      const { pathname } = new URL(String(url));
      asked.push(`${init?.method} ${pathname} ${new Headers(init?.headers).get('cookie') ?? '-'}`);
      const [body, ...setCookies] = answer(pathname);
      const list = setCookies.map(
        (value) => /** @type {[string, string]} */ (['set-cookie', value]),
      );
      return Response.json(body, { headers: list });
    },
  });
  return async (/** @type {string} */ method, /** @type {string} */ path, headers = {}) => {
    const isUpload = path === '/file';
    const request = new Request(`https://page.test/scan${path}`, {
      method,
      headers: { ...headers, ...(isUpload && { 'content-length': '3' }) },
      body: isUpload ? 'abc' : null,
    });
    const response = await handler(request, {}, context);
    assert.equal(response.status, 200);
    // The page never sees the cookie.
    assert.deepEqual(response.headers.getSetCookie(), []);
    const text = await response.text();
    assert.doesNotMatch(text, /node/);
    return JSON.parse(text);
  };
}

test('the cookie of an upload is sent with requests for its analysis only', async () => {
  let uploads = 0;
  const call = proxy((path) =>
    path === '/file'
      ? [{ data_id: `id-${(uploads += 1)}` }, `node=${uploads}; Path=/; HttpOnly`, 'b=c']
      : [{ data_id: path.split('/')[2], extracted_files: { worst_data_id: 'inner' } }, 'node=x'],
  );
  const first = await call('POST', '/file');
  const second = await call('POST', '/file');
  const report = await call('GET', `/file/${first.data_id}`);
  // Pages compare them.
  assert.equal(report.data_id, first.data_id);
  await call('GET', `/file/${report.extracted_files.worst_data_id}`);
  await call('POST', `/file/${second.data_id}/cancel`);
  const found = await call('GET', `/hash/${ABC}`);
  await call('GET', `/file/${found.data_id}`);
  assert.deepEqual(asked, [
    'POST /file -',
    'POST /file -',
    'GET /file/id-1 node=1; b=c',
    'GET /file/inner node=1; b=c',
    'POST /file/id-2/cancel node=2; b=c',
    `GET /hash/${ABC} -`,
    `GET /file/${ABC} -`,
  ]);
});

test('the cookie of a batch is sent with its files', async () => {
  const call = proxy((path) => {
    if (path === '/file/batch') return [{ batch_id: 'batch' }, 'node=1; Path=/'];
    return path === '/file' ? [{ data_id: 'file' }, 'node=2'] : [{ batch_id: 'batch' }];
  });
  const batch = await call('POST', '/file/batch');
  const file = await call('POST', '/file', { batch: batch.batch_id });
  await call('GET', `/file/${file.data_id}`);
  assert.equal(
    (await call('POST', `/file/batch/${batch.batch_id}/close`)).batch_id,
    batch.batch_id,
  );
  assert.deepEqual(asked, [
    'POST /file/batch -',
    'POST /file node=1',
    'GET /file/file node=1',
    'POST /file/batch/batch/close node=1',
  ]);
});

test('a configured cookie is kept; one that is too long for a handle is not', async () => {
  const call = proxy(
    (path) => (path === '/file' ? [{ data_id: 'id' }, 'node=1'] : [{ data_id: 'id' }]),
    { cookie: 'gate=open' },
  );
  await call('GET', `/file/${(await call('POST', '/file')).data_id}`);
  assert.deepEqual(asked, ['POST /file gate=open', 'GET /file/id gate=open; node=1']);

  asked = [];
  const long = proxy(() => [{ data_id: 'id' }, `node=${'x'.repeat(600)}`]);
  await long('GET', `/file/${(await long('POST', '/file')).data_id}`);
  assert.deepEqual(asked, ['POST /file -', 'GET /file/id -']);
});
