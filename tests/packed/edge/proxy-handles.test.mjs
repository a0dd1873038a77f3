// @ts-check
// Access control: handles, visitors, origins, limits, and the hooks of the owner.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DATA_ID } from '../../behaviour/reports.js';
import { importTool } from '../support/consumer.mjs';
import { until } from '../../support/until.mjs';
import { holdsNoKey, KEY, startProxy, startService } from '../support/proxy.mjs';
import { workerdTest } from '../support/worker.mjs';

const { connect } = await importTool('metadefender-wasm');
const HASH = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const OTHER_ID = '0ec4e09076424d7b8b2e4da6a9c3a8d9';
const REPORT = {
  data_id: DATA_ID,
  process_info: { progress_percentage: 100, result: 'Allowed' },
  scan_results: { data_id: DATA_ID, progress_percentage: 100, scan_all_result_i: 0 },
};
const CHILD = { ...REPORT, extracted_files: { files_in_archive: [{ data_id: OTHER_ID }] } };

/** @type {Awaited<ReturnType<typeof startService>>} */
let service;
before(async () => {
  service = await startService({
    'POST /file': { data_id: DATA_ID },
    'POST /file/batch': { batch_id: OTHER_ID },
    'GET /file/*': CHILD,
    'GET /file/batch/*': {
      batch_id: OTHER_ID,
      batch_files: { files_in_batch: [{ data_id: DATA_ID }] },
    },
    'GET /file/converted/*': [200, 'clean'],
    'POST /file/*/cancel': [200, ''],
    'GET /hash/*': CHILD,
    'GET /file/rules': [200, []],
  });
});
after(() => service.stop());

/**
 * @template T
 * @param {Parameters<typeof startProxy>[1]} how
 * @param {(proxy: Awaited<ReturnType<typeof startProxy>>) => Promise<T>} use
 */
async function withProxy(how, use) {
  const proxy = await startProxy(service.address, how);
  try {
    return await use(proxy);
  } finally {
    await proxy.stop();
  }
}

/** @param {Awaited<ReturnType<typeof startProxy>>} proxy @param {Record<string, string>} [headers] */
async function upload(proxy, headers) {
  const response = await proxy.ask('/file', { method: 'POST', body: 'abc', headers });
  return /** @type {string} */ ((await response.json()).data_id);
}

describe('a handle', () => {
  test('is good for the visitor that it was made for, and nobody else', () =>
    withProxy({ hooks: ['visitor'] }, async (proxy) => {
      const mine = await upload(proxy, { 'x-visitor': 'me' });
      const read = (/** @type {string} */ visitor) =>
        proxy.ask(`/file/${mine}`, { headers: { 'x-visitor': visitor } });
      assert.equal((await read('me')).status, 200);
      for (const visitor of ['you', '', 'ME', 'me, me']) {
        const response = await read(visitor);
        assert.equal(response.status, 404);
        assert.deepEqual(await response.json(), { [mine]: 'Not Found' });
      }
    }));

  test('that is forged, cut, changed, another’s or of another kind stands for nothing', () =>
    withProxy({}, async (proxy) => {
      const handle = await upload(proxy);
      const foreign = await withProxy(
        { secret: 'another secret, which is long enough too' },
        upload,
      );
      const elsewhere = (await (await proxy.ask('/v4/file', { method: 'POST', body: 'a' })).json())
        .data_id;
      const batch = (await (await proxy.ask('/file/batch', { method: 'POST' })).json()).batch_id;
      const middle = Math.floor(handle.length / 2);
      const changed = handle[middle] === 'A' ? 'B' : 'A';
      const forged = [
        DATA_ID,
        'a',
        '__proto__',
        handle.slice(0, -1),
        handle.slice(1),
        `${handle}A`,
        handle.toUpperCase(),
        handle.slice(0, middle) + changed + handle.slice(middle + 1),
        Buffer.from(JSON.stringify(['file', 'own', 9e9, DATA_ID])).toString('base64url'),
        foreign,
        elsewhere,
        batch,
      ];
      service.asked.splice(0);
      for (const one of forged) {
        for (const [method, path] of [
          ['GET', `/file/${one}`],
          ['POST', `/file/${one}/cancel`],
          ['GET', `/file/converted/${one}`],
          ['GET', `/file/batch/${one === batch ? handle : one}`],
        ]) {
          const response = await proxy.ask(/** @type {string} */ (path), { method });
          assert.equal(response.status, 404, path);
          assert.match(await response.text(), /^\{"[\w-]+":"Not Found"\}$/);
        }
        const headers = { batch: one === batch ? handle : one };
        const added = await proxy.ask('/file', { method: 'POST', body: 'abc', headers });
        assert.equal(added.status, 404);
      }
      assert.deepEqual(service.asked, []);
    }));

  test('is over after its time, and says so', () =>
    withProxy({ options: { handleLifetime: 2 } }, async (proxy) => {
      // The expiry is in whole seconds.
      const made = Math.floor(Date.now() / 1000);
      const handle = await upload(proxy);
      let response = await proxy.ask(`/file/${handle}`);
      await until(async () => {
        if (response.status !== 200) return true;
        response = await proxy.ask(`/file/${handle}`);
      });
      assert.ok(Date.now() / 1000 >= made + 2);
      assert.equal(response.status, 404);
      assert.match((await response.json()).err, /this handle has expired/);
      const client = await connect({ baseUrl: proxy.scan });
      await assert.rejects(client.result(handle), { code: 'not-found' });
    }));

  test('passes its expiry on to handles in its responses, and always yields the same ones', () =>
    withProxy({}, async (proxy) => {
      const handle = await upload(proxy);
      const idOf = async () => {
        const report = await (await proxy.ask(`/file/${handle}`)).json();
        return report.extracted_files.files_in_archive[0].data_id;
      };
      const first = await idOf();
      assert.notEqual(first, OTHER_ID);
      await new Promise((resolve) => setTimeout(resolve, 1100));
      assert.equal(await idOf(), first);
      await proxy.ask(`/file/${first}`);
      assert.equal(service.asked.at(-1)?.url, `/file/${OTHER_ID}`);
    }));

  test('of a file in a batch is the one in the batch’s status', () =>
    withProxy({}, async (proxy) => {
      const { batch_id: batch } = await (await proxy.ask('/file/batch', { method: 'POST' })).json();
      await new Promise((resolve) => setTimeout(resolve, 1100));
      const file = await upload(proxy, { batch });
      const status = await (await proxy.ask(`/file/batch/${batch}`)).json();
      assert.equal(status.batch_id, batch);
      assert.equal(status.batch_files.files_in_batch[0].data_id, file);
    }));

  test('of a lookup gives access to the verdict', () =>
    withProxy({}, async (proxy) => {
      const { data_id: known } = await (await proxy.ask(`/hash/${HASH}`)).json();
      const report = await (await proxy.ask(`/file/${known}`)).json();
      assert.equal(report.data_id, known);
      // States whether a file of the archive is infected, but neither its name nor its id.
      assert.deepEqual(report.extracted_files, { files_in_archive: [{}] });
      assert.equal((await proxy.ask(`/file/converted/${known}`)).status, 403);
      assert.equal((await proxy.ask(`/file/${known}/cancel`, { method: 'POST' })).status, 403);
      const own = await upload(proxy);
      assert.equal((await proxy.ask(`/file/converted/${own}`)).status, 200);
      assert.equal((await proxy.ask(`/file/${own}/cancel`, { method: 'POST' })).status, 200);
    }));

  test('of a lookup gives access to everything but cancelling if reports are shared', () =>
    withProxy({ options: { shareReports: true } }, async (proxy) => {
      const found = await (await proxy.ask(`/hash/${HASH}`)).json();
      const known = found.data_id;
      assert.ok(found.extracted_files.files_in_archive[0].data_id);
      assert.ok((await (await proxy.ask(`/file/${known}`)).json()).extracted_files);
      assert.equal((await proxy.ask(`/file/converted/${known}`)).status, 200);
      assert.equal((await proxy.ask(`/file/${known}/cancel`, { method: 'POST' })).status, 403);
    }));

  test('of a rotated secret is valid until it expires', async () => {
    const before = 'the secret of before, which is long enough';
    const handle = await withProxy({ secret: before }, upload);
    await withProxy({ options: { secret: ['x'.repeat(32), before] } }, async (proxy) => {
      assert.equal((await proxy.ask(`/file/${handle}`)).status, 200);
      const fresh = await upload(proxy);
      await withProxy({ secret: before }, async (old) =>
        assert.equal((await old.ask(`/file/${fresh}`)).status, 404),
      );
    });
  });
});

describe('a page of another origin', () => {
  const own = (/** @type {{ address: string }} */ { address }) => new URL(address).origin;

  test('is refused, and its request is not read', () =>
    withProxy({}, async (proxy) => {
      service.asked.splice(0);
      for (const headers of /** @type {Record<string, string>[]} */ ([
        { origin: 'https://evil.test' },
        { origin: 'null' },
        { origin: `${own(proxy)}.evil.test` },
        { origin: own(proxy).replace('http:', 'https:') },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site', referer: `${own(proxy)}/` },
      ])) {
        for (const [path, init] of /** @type {[string, RequestInit][]} */ ([
          ['/file', { method: 'POST', body: 'abc' }],
          [`/hash/${HASH}`, {}],
          ['/file', { method: 'OPTIONS' }],
        ])) {
          const response = await proxy.ask(path, { ...init, headers });
          assert.equal(response.status, 403, JSON.stringify(headers));
          assert.equal(response.headers.get('access-control-allow-origin'), null);
        }
      }
      assert.deepEqual(service.asked, []);
      for (const headers of /** @type {Record<string, string>[]} */ ([
        { origin: own(proxy) },
        { 'sec-fetch-site': 'same-origin' },
        { 'sec-fetch-site': 'none' },
        {},
      ]))
        assert.equal((await proxy.ask(`/hash/${HASH}`, { headers })).status, 200);
    }));

  test('is allowed if listed, and can read errors', () =>
    withProxy({ options: { origins: ['https://www.example.com'], cacheFor: 0 } }, async (proxy) => {
      const headers = { origin: 'https://www.example.com' };
      for (const [path, status] of /** @type {[string, number][]} */ ([
        [`/hash/${HASH}`, 200],
        ['/nothing', 404],
      ])) {
        const response = await proxy.ask(path, { headers });
        assert.equal(response.status, status);
        assert.equal(response.headers.get('access-control-allow-origin'), headers.origin);
        assert.equal(response.headers.get('vary'), 'Origin');
        assert.match(response.headers.get('access-control-expose-headers') ?? '', /retry-after/);
        assert.equal(response.headers.get('access-control-allow-credentials'), null);
      }
      const own = await upload(proxy, headers);
      const copy = await proxy.ask(`/file/converted/${own}`, { headers });
      assert.equal(copy.headers.get('access-control-allow-origin'), headers.origin);
      assert.equal(copy.headers.get('content-length'), '5');
      assert.equal(await copy.text(), 'clean');
      for (const origin of [
        'https://example.com',
        'http://www.example.com',
        'https://www.example.com:8443',
      ])
        assert.equal((await proxy.ask(`/hash/${HASH}`, { headers: { origin } })).status, 403);
      const link = { 'sec-fetch-site': 'cross-site', referer: 'https://www.example.com/form' };
      assert.equal((await proxy.ask(`/hash/${HASH}`, { headers: link })).status, 200);
      const preflight = await proxy.ask('/file', {
        method: 'OPTIONS',
        headers: {
          ...headers,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type,filename,archivepwd3,apikey,x-evil',
        },
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get('access-control-allow-methods'), 'POST');
      assert.equal(
        preflight.headers.get('access-control-allow-headers'),
        'content-type, filename, archivepwd3',
      );
      assert.equal(preflight.headers.get('access-control-max-age'), '7200');
      assert.equal(preflight.headers.get('access-control-allow-origin'), headers.origin);
    }));

  test('can be any if the owner allows all', () =>
    withProxy({ options: { origins: '*' } }, async (proxy) => {
      for (const origin of ['https://one.test', 'null']) {
        const response = await proxy.ask(`/hash/${HASH}`, { headers: { origin } });
        assert.equal(response.status, 200);
        assert.equal(response.headers.get('access-control-allow-origin'), origin);
      }
    }));
});

describe('the owner', () => {
  test('controls who may call the proxy', () =>
    withProxy({ hooks: ['authorize'] }, async (proxy) => {
      service.asked.splice(0);
      const ask = (/** @type {string} */ session) =>
        proxy.ask(`/hash/${HASH}`, { headers: { 'x-session': session }, redirect: 'manual' });
      assert.equal((await ask('none')).status, 401);
      assert.equal((await ask('over')).status, 303);
      const broken = await ask('broken');
      assert.equal(broken.status, 500);
      assert.equal((await broken.json()).err, 'the proxy failed');
      assert.deepEqual(service.asked, []);
      assert.equal((await ask('good')).status, 200);
      assert.match((await proxy.errors()).join(), /session store is away/);
    }));

  test('can switch calls off; a lookup that is switched off finds nothing', () => {
    const off = { analyze: false, resultByHash: false, resultsByHash: false, batches: false };
    return withProxy({ options: { operations: { ...off, rules: true } } }, async (proxy) => {
      service.asked.splice(0);
      const statusOf = async (/** @type {string} */ path, method = 'POST') =>
        (await proxy.ask(path, { method, ...(method === 'POST' && { body: 'a' }) })).status;
      assert.equal(await statusOf('/file'), 403);
      assert.equal(await statusOf('/file/batch'), 403);
      const miss = await proxy.ask(`/hash/${HASH.toUpperCase()}`);
      assert.equal(miss.status, 404);
      assert.deepEqual(await miss.json(), { [HASH.toUpperCase()]: 'Not Found' });
      const client = await connect({ baseUrl: proxy.scan });
      assert.equal(await client.resultByHash(HASH), null);
      for (const api of ['cloud-v2', 'cloud-v4']) {
        const cloud = await connect({ baseUrl: proxy.scan + api.replace('cloud-', '/'), api });
        const [none] = await cloud.resultsByHash([HASH]);
        assert.ok(!none.data_id);
      }
      assert.deepEqual(service.asked, []);
      assert.equal(await statusOf('/file/rules', 'GET'), 200);
    });
  });

  test('can let visitors choose among some rules, and set a default one', () => {
    const parameters = { rule: ['streng', 'größer'] };
    return withProxy({ options: { parameters, rule: 'Vorgabe & mehr' } }, async (proxy) => {
      const ruleOf = async (
        /** @type {string} */ path,
        /** @type {string} */ rule,
        method = 'POST',
      ) => {
        service.asked.splice(0);
        const headers = rule ? { rule } : undefined;
        const init = { method, headers, ...(method === 'POST' && { body: 'a' }) };
        const { status } = await proxy.ask(path, init);
        return status === 200 ? service.asked[0]?.headers.rule : status;
      };
      for (const path of ['/file', '/file/batch']) {
        assert.equal(await ruleOf(path, 'streng'), 'streng');
        assert.equal(await ruleOf(path, 'gr%C3%B6%C3%9Fer'), 'gr%C3%B6%C3%9Fer');
        assert.equal(await ruleOf(path, ''), 'Vorgabe%20%26%20mehr');
        for (const other of ['lenient', 'streng2', 'str%2565ng', 'Streng', 'streng, lenient'])
          assert.equal(await ruleOf(path, other), 403, other);
        assert.equal(await ruleOf(path, '%ff'), 400);
      }
      assert.equal(await ruleOf(`/hash/${HASH}`, '', 'GET'), 'Vorgabe%20%26%20mehr');
    });
  });

  test('limits each client by the platform’s rate limiting', () =>
    withProxy(
      {
        ratelimits: {
          REQUESTS: { simple: { limit: 6, period: 60 } },
          UPLOADS: { simple: { limit: 2, period: 60 } },
        },
        options: { cacheFor: 0 },
      },
      async (proxy) => {
        const statuses = [];
        for (let time = 0; time < 3; time += 1) {
          const response = await proxy.ask('/file', { method: 'POST', body: 'abc' });
          statuses.push(response.status);
          if (response.status === 429) {
            assert.equal(response.headers.get('retry-after'), '60');
            assert.equal((await response.json()).err, 'too many uploads');
          }
        }
        assert.deepEqual(statuses, [200, 200, 429]);
        const client = await connect({ baseUrl: proxy.scan });
        for (let time = 0; time < 3; time += 1) await client.resultByHash(HASH);
        await assert.rejects(client.resultByHash(HASH), { code: 'rate-limited', retryAfter: 60 });
      },
    ));

  workerdTest('hears of a limiter that fails, and nobody passes it', () =>
    withProxy(
      {
        serviceBindings: { REQUESTS: () => new Response() },
      },
      async (proxy) => {
        assert.equal((await proxy.ask(`/hash/${HASH}`)).status, 503);
        assert.match((await proxy.errors()).join(), /rateLimit: requests/);
      },
    ),
  );

  test('gets errors about the options without their values', async () => {
    const short = 'short s3cret';
    for (const [how, words] of /** @type {[Parameters<typeof startProxy>[1], RegExp][]} */ ([
      [{ secret: short }, /secret has to have at least 32 characters/],
      [{ options: { baseUrl: '/scan' } }, /baseUrl has to be the address/],
      [{ options: { baseUrl: `https://u:${short}@x.test` } }, /user name or password/],
      [{ options: { operations: { analyse: true } } }, /operations has no such name: analyse/],
      [{ options: { parameters: { rules: true } } }, /parameters has no such name: rules/],
      [{ options: { origins: ['https://x.test/'] } }, /origins has to list/],
      [{ options: { mount: 'scan' } }, /mount has to be a path/],
      [{ options: { maxSize: -1 } }, /maxSize has to be a number/],
      [{ options: { api: 'v4' } }, /api has to be/],
      [{ options: { apiKey: `${KEY}\n` } }, /apiKey has to be visible ASCII/],
    ]))
      await withProxy(how, async (proxy) => {
        const response = await proxy.ask('/file/rules');
        assert.equal(response.status, 500);
        const { err } = await response.json();
        assert.match(err, /^the proxy is not configured: /);
        assert.match(err, words);
        const [told = ''] = await proxy.errors();
        assert.match(told, words);
        for (const text of [err, told]) {
          holdsNoKey(text);
          assert.ok(!text.includes(short));
        }
      });
  });
});
