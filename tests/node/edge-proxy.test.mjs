// @ts-check
// Timeouts of scanProxy, and cases that cannot occur in a Worker. The rest is in tests/packed/edge.
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { networkOf } from '../../src/edge/proxy/rate.js';
import { scanProxy } from '../../src/edge/proxy/scan-proxy.js';
import '../support/fixed-length-stream.mjs';

const SECRET = 'a secret of the tests, which is long enough';
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const options = { baseUrl: 'https://service.test', secret: SECRET, onError() {} };

const UPLOAD = { method: 'POST', body: 'abc', headers: { 'content-length': '3' } };

/** @type {Promise<unknown>[]} */
const kept = [];
const context = { waitUntil: (/** @type {Promise<unknown>} */ promise) => void kept.push(promise) };

/** @param {string} path @param {RequestInit} [init] */
const request = (path, init) => new Request(`https://page.test/scan${path}`, init);

/**
 * The result after some minutes. On a busy machine the wait may start late.
 * @template T
 * @param {Promise<T>} promise
 */
async function minutesLater(promise) {
  let isSettled = false;
  promise.finally(() => (isSettled = true)).catch(() => {});
  while (!isSettled) {
    mock.timers.tick(60_000);
    await new Promise(setImmediate);
  }
  return promise;
}

describe('a silent service', () => {
  test('is awaited for a minute, and then aborted', async () => {
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
      assert.equal(headers.get('content-type'), 'application/problem+json');
      assert.equal(signals[0]?.aborted, true);
    } finally {
      mock.timers.reset();
    }
  });

  /** @param {string} path @param {Response} answer @param {RequestInit} [init] */
  async function stalled(path, answer, init) {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      /** @type {string[]} */
      const told = [];
      const onError = (/** @type {string} */ message) => void told.push(message);
      const handler = scanProxy({ ...options, onError, fetch: async () => answer });
      const response = await handler(request(path, init), {}, context);
      let how = '';
      const text = response.text().then(
        () => (how = 'whole'),
        () => (how = 'broken'),
      );
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      assert.equal(how, '');
      await minutesLater(text);
      assert.equal(how, 'broken');
      return told;
    } finally {
      mock.timers.reset();
    }
  }

  /** A body that says this, and then nothing; tells whether nobody waits for it any more. @param {string} text */
  function halting(text) {
    const halted = { isCancelled: false, body: new ReadableStream() };
    halted.body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(text)),
      cancel: () => void (halted.isCancelled = true),
    });
    return halted;
  }

  test('during a long response has it aborted', async () => {
    const halted = halting(`[${'1,'.repeat(40_000)}`);
    const told = await stalled('/file/batch', new Response(halted.body), { method: 'POST' });
    assert.equal(halted.isCancelled, true);
    assert.match(told.join(), /cut off: .*nothing was received for 60 seconds/);
  });

  test('after its headers is awaited for a minute', async () => {
    for (const [path, init, text] of /** @type {[string, RequestInit | undefined, string][]} */ ([
      ['/file/batch', { method: 'POST' }, ' '],
      ['/file/batch', { method: 'POST' }, '{"batch_id":'],
      ['/file', UPLOAD, '{"data_id'],
      [`/hash/${ABC}`, undefined, '{"data_id'],
    ])) {
      mock.timers.enable({ apis: ['setTimeout'] });
      try {
        const halted = halting(text);
        const fetch = async () => new Response(halted.body);
        const answer = scanProxy({ ...options, fetch })(request(path, init), {}, context);
        assert.equal((await minutesLater(answer)).status, 504, path);
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
        if (!path.startsWith('/hash')) assert.equal(halted.isCancelled, true, path);
      } finally {
        mock.timers.reset();
      }
    }
  });

  test('is not reported as an unreachable service', async () => {
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
    const message = 'MetaDefender cannot be reached';
    assert.deepEqual(await response.json(), { status: 502, detail: message, err: message });
    assert.deepEqual(told, [
      'GET /hash/{hash}: no response: Error: 10.0.0.1 refused, key [redacted]',
    ]);
  });
});

const limiter = { limit: async () => ({ success: true }) };

test('invalid options throw when the handler is created', () => {
  for (const [wrong, words] of /** @type {[any, RegExp][]} */ ([
    [{ ...options, secret: undefined }, /secret/],
    // A check that would never run.
    [{ ...options, authorise: () => false }, /scanProxy has no option authorise/],
    [{ ...options, baseUrl: 'service.test' }, /baseUrl/],
    [{ ...options, operations: { login: true } }, /login/],
    [{ ...options, origins: 'https://x.test' }, /origins/],
    [{ ...options, origins: false }, /origins/],
    [{ ...options, api: 'cloud-v2', rule: 'x' }, /rule/],
    [
      { ...options, headers: { authorization: 'Bearer\nx' } },
      /^headers has an invalid name or value/,
    ],
    [
      { ...options, operations: { analyze: 'false' } },
      /operations.analyze has to be true or false/,
    ],
    [{ ...options, operations: { analyze: 0 } }, /operations.analyze/],
    [{ ...options, operations: { analyze: null } }, /operations.analyze/],
    [{ ...options, parameters: { metadata: 'no' } }, /parameters.metadata/],
    [{ ...options, parameters: { metadata: ['x'] } }, /parameters.metadata/],
    [{ ...options, parameters: { rule: 'strict' } }, /parameters.rule .*, or a list of rules/],
    [{ ...options, parameters: { rule: [1] } }, /parameters.rule/],
    [{ ...options, shareReports: 'false' }, /shareReports/],
    [{ ...options, rateLimit: { upload: limiter } }, /rateLimit has no such name: upload/],
    [{ ...options, rateLimit: limiter }, /rateLimit has to be/],
    [{ ...options, rateLimit: 'UPLOADS' }, /rateLimit has to be/],
    // A missing binding.
    [{ ...options, rateLimit: null }, /rateLimit has no value/],
    [{ ...options, rateLimit: undefined }, /rateLimit has no value/],
    [{ ...options, rateLimit: { uploads: undefined } }, /rateLimit.uploads has no value/],
    [{ ...options, rateLimit: { requests: undefined, uploads: limiter } }, /rateLimit.requests/],
    [{ ...options, rateLimit: { uploads: 'UPLOADS' } }, /rateLimit.uploads has to be/],
    [{ ...options, rateLimit: { uploads: null } }, /rateLimit.uploads has no value/],
    [{ ...options, rateLimit: { key: 'ip' } }, /rateLimit.key has to be a function/],
    [{ ...options, authorize: true }, /authorize has to be a function/],
    [{ ...options, visitor: 'x' }, /visitor has to be a function/],
    [{ ...options, onError: {} }, /onError has to be a function/],
    [{ ...options, fetch: {} }, /fetch has to be a function/],
  ]))
    assert.throws(() => scanProxy(wrong), { code: 'invalid-input', message: words });
  scanProxy({
    ...options,
    operations: { analyze: undefined, cancel: false },
    parameters: { rule: [], metadata: undefined },
    rateLimit: { uploads: limiter, key: undefined },
    visitor: undefined,
    // Some gateways need none.
    apiKey: undefined,
  });
});

test('errors from creating the options do not reveal their values', async () => {
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

test('a clean copy is fetched without the key, by https only', async () => {
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

test('a hook that reads the body is reported, as nothing is left to send', async () => {
  /** @type {string[]} */
  const told = [];
  /** @type {string[]} */
  const sent = [];
  const hooks = {
    authorize: async (/** @type {Request} */ one) => (await one.text()) !== '',
    visitor: (/** @type {Request} */ one) => one.text(),
    rateLimit: { uploads: limiter, key: (/** @type {Request} */ one) => one.text() },
  };
  for (const [name, hook] of Object.entries(hooks)) {
    const handler = scanProxy({
      ...options,
      onError: (message) => void told.push(message),
      fetch: async (url) => {
        sent.push(url);
        return Response.json({ data_id: 'abc' });
      },
      [name]: hook,
    });
    const response = await handler(request('/file', UPLOAD), {}, context);
    assert.equal(response.status, 500, name);
    assert.match(told.splice(0).join(), /a hook has read the body/, name);
  }
  const handler = scanProxy({
    ...options,
    api: 'cloud-v4',
    authorize: async (one) => (await one.text()) !== '',
    onError: (message) => void told.push(message),
  });
  const body = JSON.stringify({ hash: [ABC] });
  const response = await handler(request('/hash', { method: 'POST', body }), {}, context);
  assert.equal(response.status, 500);
  assert.match(told.join(), /a hook has read the body/);
  assert.deepEqual(sent, []);
});

test('an allowed rule is sent as spelled in the list', async () => {
  for (const [api, rule, chosen, sent] of /** @type {const} */ ([
    [
      'cluster',
      'größer & strenger',
      'gr%c3%b6%C3%9Fer%20%26%20stren%67er',
      'gr%C3%B6%C3%9Fer%20%26%20strenger',
    ],
    ['cloud-v4', 'dlp,multiscan', '%64lp%2cmultiscan', 'dlp,multiscan'],
    ['cloud-v4', 'dlp,multiscan', 'dlp,multiscan', 'dlp,multiscan'],
  ])) {
    /** @type {(string | null)[]} */
    const rules = [];
    const handler = scanProxy({
      ...options,
      api,
      parameters: { rule: [rule] },
      fetch: async (_url, { headers } = {}) => {
        rules.push(new Headers(headers).get('rule'));
        return Response.json({ data_id: 'abc' });
      },
    });
    const headers = { ...UPLOAD.headers, rule: chosen };
    const response = await handler(request('/file', { ...UPLOAD, headers }), {}, context);
    assert.equal(response.status, 200);
    assert.deepEqual(rules, [sent]);
  }
});

test('a page that is configured for another service gets an error that says so', async () => {
  for (const [api, path, method] of /** @type {const} */ ([
    ['cluster', '/hash', 'POST'],
    ['cluster', '/apikey/limits', 'GET'],
    ['cloud-v4', '/file/batch', 'POST'],
    ['cloud-v4', '/file/batch', 'GET'],
    ['cloud-v4', '/file/rules', 'GET'],
    ['cloud-v2', '/file/converted/abc', 'GET'],
    ['cloud-v2', '/file/abc/cancel', 'POST'],
  ])) {
    const handler = scanProxy({ ...options, api, fetch: () => assert.fail() });
    const response = await handler(request(path, { method }), {}, context);
    assert.equal(response.status, 404);
    const { err } = await response.json();
    assert.equal(err, `this proxy is for ${api}: say so in \`api\``, path);
  }
  const handler = scanProxy({ ...options, api: 'cloud-v4', fetch: () => assert.fail() });
  const { err } = await (await handler(request('/login', { method: 'POST' }), {}, context)).json();
  assert.equal(err, 'there is no such call');
});

test('a lookup of many hashes counts as one request for each', async () => {
  for (const [count, requests] of /** @type {const} */ ([
    [1, 1],
    [50, 1],
    [51, 2],
    [1000, 20],
  ])) {
    let counted = 0;
    const limiter = { limit: async () => ({ success: (counted += 1) <= 20 }) };
    const handler = scanProxy({
      ...options,
      api: 'cloud-v4',
      rateLimit: { requests: limiter },
      fetch: async () => Response.json({ data: [] }),
    });
    const body = JSON.stringify({ hash: Array(count).fill(ABC) });
    const ask = () => handler(request('/hash', { method: 'POST', body }), {}, context);
    assert.equal((await ask()).status, 200);
    assert.equal(counted, requests);
    if (count === 1000) assert.equal((await ask()).status, 429);
  }
});

test('a preflight allows the headers that hooks use to tell visitors apart', async () => {
  const origin = 'https://www.example.com';
  const allowed = async (/** @type {object} */ hooks, from = origin) => {
    const handler = scanProxy({ ...options, origins: [origin], ...hooks });
    const response = await handler(
      request('/file', {
        method: 'OPTIONS',
        headers: {
          origin: from,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization, filename,x-session,bad name,é',
        },
      }),
      {},
      context,
    );
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
    return response.status === 204 ? response.headers.get('access-control-allow-headers') : null;
  };
  assert.equal(await allowed({}), 'filename');
  for (const hook of ['authorize', 'visitor'])
    assert.equal(await allowed({ [hook]: () => '' }), 'authorization, filename, x-session');
  assert.equal(await allowed({ authorize: () => true }, 'https://evil.test'), null);
});

test('a lookup needs no cache', async () => {
  assert.equal('caches' in globalThis && 'default' in globalThis.caches, false);
  const report = { data_id: 'abc', scan_results: { progress_percentage: 100 } };
  const handler = scanProxy({ ...options, fetch: async () => Response.json(report) });
  const response = await handler(request(`/hash/${ABC}`), {}, context);
  assert.equal(response.status, 200);
  await Promise.all(kept);
});

test('an IPv6 client is identified by its network, an IPv4 client by its address', () => {
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
