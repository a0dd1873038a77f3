// @ts-check
// Results of lookups by hash: reduced, and cached for a limited time.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { ABC, DATA_ID } from '../../behaviour/reports.js';
import { importTool } from '../support/consumer.mjs';
import { until } from '../../support/until.mjs';
import { KEY, startProxy, startService } from '../support/proxy.mjs';

const { connect } = await importTool('metadefender-wasm');

/** A report as in the reference, with private names of a visitor. */
const REPORT = {
  data_id: DATA_ID,
  file_info: { display_name: 'SECRET.txt', sha256: ABC, file_size: 3, signer_infos: ['SECRET'] },
  process_info: {
    progress_percentage: 100,
    result: 'Blocked',
    blocked_reason: 'Infected',
    blocked_reasons: ['Infected'],
    profile: 'multi',
    username: 'SECRET',
    user_agent: 'SECRET',
    post_processing: { converted_destination: 'SECRET' },
  },
  scan_results: {
    data_id: DATA_ID,
    progress_percentage: 100,
    scan_all_result_i: 1,
    scan_all_result_a: 'Infected',
    scan_details: { ['__proto__']: { scan_result_i: 1, threat_found: 'Eicar', note: 'SECRET' } },
  },
  dlp_info: { verdict: 1, certainty: 'High', hits: { ccn: { hits: [{ hit: 'SECRET' }] } } },
  extracted_files: { files_in_archive: [{ display_name: 'SECRET', data_id: DATA_ID }] },
  metadata: { note: 'SECRET' },
  yara: { verdict: 1, hits: { Rule: { description: 'Mark', strings: 'SECRET' } } },
};

/** @type {Awaited<ReturnType<typeof startService>>} */
let service;
/** @type {Awaited<ReturnType<typeof startProxy>>} */
let proxy;
before(async () => {
  service = await startService({ 'GET /hash/*': REPORT });
  proxy = await startProxy(service.address, {
    hooks: ['visitor'],
    options: { parameters: { rule: true } },
  });
});
beforeEach(() => service.asked.splice(0));
after(async () => {
  await proxy.stop();
  await service.stop();
});

/** A hash that has not been looked up before. */
const freshHash = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** @param {unknown} answer @param {() => Promise<unknown>} run */
async function answering(answer, run, pattern = 'GET /hash/*') {
  const usual = service.script[pattern];
  service.script[pattern] = /** @type {any} */ (answer);
  try {
    return await run();
  } finally {
    if (usual) service.script[pattern] = usual;
    else delete service.script[pattern];
  }
}

test('a lookup returns the verdict and its reasons, and nothing about the uploader', async () => {
  const text = await (await proxy.ask(`/hash/${freshHash()}`)).text();
  assert.ok(!text.includes('SECRET') && !text.includes(DATA_ID), text);
  const client = await connect({ baseUrl: proxy.scan });
  const scan = await client.scan(new Blob(['abc']), { upload: false });
  assert.equal(scan.verdict, 'blocked');
  assert.deepEqual(scan.threats, [
    { engine: '__proto__', threat: 'Eicar' },
    { engine: 'YARA', threat: 'Rule' },
  ]);
  assert.equal(scan.detail, 'Infected');
  assert.equal(scan.result.file_info.file_size, 3);
  assert.equal(scan.result.dlp_info.certainty, 'High');
});

test('a malformed report stays malformed when reduced, and is never allowed', async () => {
  const clean = {
    data_id: DATA_ID,
    file_info: { sha256: ABC },
    process_info: { progress_percentage: 100, result: 'Allowed' },
    scan_results: { progress_percentage: 100, scan_all_result_i: 0, scan_details: {} },
  };
  const client = await connect({ baseUrl: proxy.scan });
  const verdictOf = (/** @type {object} */ report) =>
    answering({ ...clean, ...report }, async () => {
      const report = await client.resultByHash(freshHash());
      const judged = await connect({
        baseUrl: 'http://x.test',
        fetch: async () => Response.json(report),
      });
      return (await judged.scan(new Blob(['abc']), { upload: false }).catch(() => ({}))).verdict;
    });
  assert.equal(await verdictOf({}), 'allowed');
  for (const report of [
    { process_info: 'Allowed' },
    { process_info: ['x'] },
    { scan_results: 'Clean' },
    { scan_results: { ...clean.scan_results, scan_details: 'x' } },
    { scan_results: { ...clean.scan_results, scan_details: { Engine: 'x' } } },
    { process_info: { ...clean.process_info, blocked_reason: 7 } },
    { process_info: { ...clean.process_info, blocked_reasons: { a: 1 } } },
    { process_info: { ...clean.process_info, outdated_data: 'x' } },
    { process_info: { ...clean.process_info, verdicts: ['Infected'] } },
    { scan_results: { ...clean.scan_results, total_detected_avs: 1 } },
    { scan_results: { ...clean.scan_results, scan_all_result_a: 'Infected' } },
    { extracted_files: { files_in_archive: [{}, { display_name: 'a', detected_by: 2 }] } },
    { extracted_files: { files_in_archive: [{ scan_all_result_i: 1 }] } },
    { sanitized: 'x' },
    { file_info: 'x' },
    { file_info: {} },
  ])
    assert.notEqual(await verdictOf(report), 'allowed', JSON.stringify(report));
});

describe('a cached result', () => {
  /** @param {string} hash @param {Record<string, string>} [headers] */
  const look = async (hash, headers, from = proxy) =>
    (await from.ask(`/hash/${hash}`, { headers })).json();

  test('is requested once for all visitors, and each gets a handle of its own', async () => {
    const hash = freshHash();
    const mine = await look(hash, { 'x-visitor': 'me' });
    const yours = await look(hash.toUpperCase(), { 'x-visitor': 'you' });
    assert.equal(service.count('GET /hash/*'), 1);
    assert.notEqual(mine.data_id, yours.data_id);
    assert.deepEqual(
      { ...mine, data_id: '', scan_results: '' },
      { ...yours, data_id: '', scan_results: '' },
    );
    const init = { headers: { 'x-visitor': 'you' } };
    await answering(
      REPORT,
      async () => {
        assert.equal((await proxy.ask(`/file/${yours.data_id}`, init)).status, 200);
        assert.equal((await proxy.ask(`/file/${mine.data_id}`, init)).status, 404);
      },
      'GET /file/*',
    );
  });

  test('is not used for a different lookup', async () => {
    const hash = freshHash();
    for (const [query, headers] of /** @type {[string, Record<string, string>][]} */ ([
      ['', {}],
      ['', { rule: 'other' }],
      ['', { selfonly: 'true' }],
      ['', { timerange: '1' }],
      ['', { 'include-inprogress': 'true' }],
      // Of the whole of it nothing is told.
      ['?first=0', {}],
      ['?size=10', {}],
    ]))
      for (const _ of 'ab') await look(hash + query, headers);
    assert.equal(service.count('GET /hash/*'), 5);
  });

  test('is not shared between proxies with different options', async () => {
    const more = [
      {},
      {},
      { shareReports: true },
      { apiKey: 'another' },
      { rule: 'x' },
      { userAgent: 'x' },
      { secret: 'x'.repeat(32) },
      { baseUrl: `${service.address}/v4` },
      { mount: '/more/of' },
    ];
    const hash = freshHash();
    await answering(
      REPORT,
      async () => {
        const proxies = await startProxy(service.address, { more });
        started.push(proxies);
        for (const index of more.keys()) {
          const { mount = '/more' } = /** @type {{ mount?: string }} */ (more[index]);
          const address = new URL(`${mount}/hash/${hash}`, proxies.address);
          const response = await fetch(address, { headers: { 'x-proxy': `more${index}` } });
          assert.equal(response.status, 200);
        }
      },
      'GET /v4/hash/*',
    );
    // The first two are the same.
    assert.equal(service.count('GET /hash/*') + service.count('GET /v4/hash/*'), more.length - 1);
  });

  test('is kept for the configured time', async () => {
    const brief = await startedWith({ cacheFor: 1 });
    const hash = freshHash();
    const from = Date.now();
    await look(hash, {}, brief);
    await until(async () => {
      await look(hash, {}, brief);
      return service.count('GET /hash/*') === 2;
    });
    assert.ok(Date.now() - from > 900);

    const never = await startedWith({ cacheFor: 0 });
    const other = freshHash();
    for (const _ of 'abc') await look(other, {}, never);
    assert.equal(service.count('GET /hash/*'), 5);
  });

  test('is not kept if it can change', async () => {
    for (const answer of [
      { [ABC]: 'Not Found' },
      [404, { err: 'no such hash' }],
      [500, { err: 'no' }],
      { ...REPORT, process_info: { progress_percentage: 50 } },
      { ...REPORT, scan_results: { progress_percentage: 99 } },
      { data_id: DATA_ID, status: 'inqueue' },
      { ...REPORT, data_id: '' },
      { ...REPORT, sanitized: { progress_percentage: 10 } },
      { ...REPORT, process_info: { ...REPORT.process_info, outdated_data: ['enginedefinitions'] } },
    ])
      await answering(answer, async () => {
        service.asked.splice(0);
        const hash = freshHash();
        for (const _ of 'ab') await look(hash);
        assert.equal(service.count('GET /hash/*'), 2, JSON.stringify(answer));
      });
  });

  /** @type {Awaited<ReturnType<typeof startProxy>>[]} */
  const started = [];
  after(() => Promise.all(started.map((one) => one.stop())));
  /** @param {object} options */
  async function startedWith(options) {
    const one = await startProxy(service.address, { options });
    started.push(one);
    return one;
  }
});

test('a report that is too long to buffer counts as not found', async () => {
  await answering([200, { ...REPORT, blob: 'x'.repeat(1_100_000) }], async () => {
    const hash = freshHash();
    const response = await proxy.ask(`/hash/${hash}`);
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { [hash]: 'Not Found' });
  });
  assert.match((await proxy.errors()).join(), /more than 1048576 bytes/);
});

test('results of a lookup of many hashes are reduced as well, and only hashes are accepted', async () => {
  const hashes = [freshHash(), freshHash()];
  const bodies = /** @type {[string, unknown][]} */ ([
    ['/v2', [200, [REPORT, { [hashes[1] ?? '']: 'Not Found' }]]],
    [
      '/v4',
      {
        data: [
          { hash: hashes[0], data_id: DATA_ID, scan_result_i: 1, note: 'SECRET' },
          { hash: hashes[1], data_id: null, scan_result_i: 5 },
        ],
      },
    ],
  ]);
  for (const [api, answer] of bodies)
    await answering(
      answer,
      async () => {
        const cloud = await connect({ baseUrl: proxy.scan + api, api: api.replace('/', 'cloud-') });
        const results = await cloud.resultsByHash(hashes);
        assert.equal(results.length, 2);
        assert.equal(typeof results[0].data_id, 'string');
        assert.ok(!JSON.stringify(results).includes('SECRET'));
        assert.ok(!JSON.stringify(results).includes(DATA_ID));
        assert.ok(!results[1].data_id);
        const { body, headers } = service.asked.at(-1) ?? assert.fail();
        assert.deepEqual(JSON.parse(body), { hash: hashes });
        assert.equal(headers['content-type'], 'application/json');
        assert.equal(headers.apikey, KEY);
      },
      `POST ${api}/hash`,
    );
  service.asked.splice(0);
  for (const body of [
    '',
    'x',
    '[]',
    '{"hash":[]}',
    '{"hash":["abc"]}',
    '{"hash":["../../login"]}',
    `{"hash":"${ABC}"}`,
    JSON.stringify({ hash: Array(1001).fill(ABC) }),
    `{"hash":["${ABC}"],"x":"${'x'.repeat(200_000)}"}`,
  ])
    assert.equal(
      (await proxy.ask('/v4/hash', { method: 'POST', body })).status,
      400,
      body.slice(0, 50),
    );
  assert.deepEqual(service.asked, []);
});
