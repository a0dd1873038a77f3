// @ts-check
// Of scanProxy what takes time, and what a Worker never is without. The rest is in tests/packed/edge.
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { networkOf } from '../../src/edge/proxy/rate.js';
import { scanProxy } from '../../src/edge/proxy/scan-proxy.js';

const SECRET = 'a secret of the tests, which is long enough';
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const options = { baseUrl: 'https://service.test', secret: SECRET, onError() {} };

/** @type {Promise<unknown>[]} */
const kept = [];
const context = { waitUntil: (/** @type {Promise<unknown>} */ promise) => void kept.push(promise) };

/** @param {string} path @param {RequestInit} [init] */
const request = (path, init) => new Request(`https://page.test/scan${path}`, init);

describe('a service that says nothing', () => {
  test('is waited for a minute, and then let go of', async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      /** @type {AbortSignal[]} */
      const signals = [];
      const handler = scanProxy({
        ...options,
        fetch: (_url, { signal }) => {
          signals.push(/** @type {AbortSignal} */ (signal));
          return new Promise(() => {});
        },
      });
      let isSettled = false;
      const answer = handler(request(`/hash/${ABC}`), {}, context);
      answer.then(() => (isSettled = true));
      while (signals.length === 0) await new Promise(setImmediate);
      mock.timers.tick(59_999);
      await new Promise(setImmediate);
      assert.equal(isSettled, false);
      mock.timers.tick(1);
      const { status, headers } = await answer;
      assert.equal(status, 504);
      assert.equal(headers.get('content-type'), 'application/json');
      assert.equal(signals[0]?.aborted, true);
    } finally {
      mock.timers.reset();
    }
  });

  test('is no service that cannot be reached', async () => {
    /** @type {string[]} */
    const told = [];
    const handler = scanProxy({
      ...options,
      apiKey: 'k3y-of-the-owner',
      onError: (message) => {
        told.push(message);
        throw new Error('nobody listens');
      },
      fetch: () => Promise.reject(new Error('10.0.0.1 refused, key k3y-of-the-owner')),
    });
    const response = await handler(request(`/hash/${ABC}`), {}, context);
    assert.equal(response.status, 502);
    assert.deepEqual(await response.json(), { err: 'MetaDefender cannot be reached' });
    assert.deepEqual(told, [
      'GET /hash/{hash}: no answer: Error: 10.0.0.1 refused, key [redacted]',
    ]);
  });
});

test('what does not become of options is thrown when the handler is made', () => {
  for (const [wrong, words] of /** @type {[any, RegExp][]} */ ([
    [{ ...options, secret: undefined }, /secret/],
    [{ ...options, baseUrl: 'service.test' }, /baseUrl/],
    [{ ...options, operations: { login: true } }, /login/],
    [{ ...options, origins: 'https://x.test' }, /origins/],
    [{ ...options, api: 'cloud-v2', rule: 'x' }, /rule/],
  ]))
    assert.throws(() => scanProxy(wrong), { code: 'invalid-input', message: words });
});

test('options that cannot be made are told of in words that hold nothing of them', async () => {
  const error = mock.method(console, 'error', () => {});
  try {
    const handler = scanProxy(() => {
      throw new Error('env.KEY is k3y');
    });
    const response = await handler(request('/file/rules'), {}, context);
    assert.equal(response.status, 500);
    assert.ok(!(await response.text()).includes('k3y'));
    assert.equal(error.mock.callCount(), 1);
  } finally {
    error.mock.restore();
  }
});

test('a clean copy is fetched without the key, by https, and from nowhere else', async () => {
  /** @type {[string, RequestInit | undefined][]} */
  const fetched = [];
  let answer = () => new Response('clean');
  const fetches = mock.method(
    globalThis,
    'fetch',
    async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
      fetched.push([url, init]);
      return answer();
    },
  );
  try {
    let address = 'https://bucket.test/copy?signature=x';
    const handler = scanProxy({
      ...options,
      api: 'cloud-v4',
      apiKey: 'k3y',
      fetch: async (url) =>
        Response.json(url.endsWith('/file') ? { data_id: 'abc' } : { sanitizedFilePath: address }),
    });
    const upload = { method: 'POST', body: 'abc', headers: { 'content-length': '3' } };
    const { data_id: id } = await (await handler(request('/file', upload), {}, context)).json();
    const download = async () => {
      const located = await handler(request(`/file/converted/${id}`), {}, context);
      const { sanitizedFilePath: url } = await located.json();
      assert.match(url, /^https:\/\/page\.test\/scan\/sanitized\/[\w-]+$/);
      return handler(new Request(url), {}, context);
    };
    const response = await download();
    assert.equal(await response.text(), 'clean');
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    const [[url, init] = assert.fail()] = fetched;
    assert.equal(url, address);
    assert.equal(init?.headers, undefined);
    assert.equal(init?.redirect, 'manual');

    answer = () => new Response(null, { status: 302, headers: { location: 'http://evil.test' } });
    assert.equal((await download()).status, 502);
    answer = () => new Response('<Error>AccessDenied', { status: 403 });
    assert.equal((await download()).status, 404);
    address = 'http://bucket.test/copy';
    assert.equal((await download()).status, 502);
    assert.equal(fetched.length, 3);
  } finally {
    fetches.mock.restore();
  }
});

test('a look-up needs no cache', async () => {
  assert.equal('caches' in globalThis && 'default' in globalThis.caches, false);
  const report = { data_id: 'abc', scan_results: { progress_percentage: 100 } };
  const handler = scanProxy({ ...options, fetch: async () => Response.json(report) });
  const response = await handler(request(`/hash/${ABC}`), {}, context);
  assert.equal(response.status, 200);
  await Promise.all(kept);
});

test('a client by IPv6 is its network, by IPv4 its address', () => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.7'],
    ['', ''],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:192.0.2.7', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
  ])
    assert.equal(networkOf(/** @type {string} */ (address)), network, address);
});
