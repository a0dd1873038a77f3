// The dialects of MetaDefender Cloud, against the local gateway and against scripted answers.
import { connect } from 'metadefender-wasm';
import { allFail, assert, fails } from '../expect.js';
import { ABC, AT_ONCE, EICAR } from '../reports.js';
import { scripted, status } from '../scripted.js';

const CLOUDS = /** @type {const} */ (['cloud-v2', 'cloud-v4']);
const DATA_ID = 'ZTE2MTIyNkhKeGs5WElSNHhIMVFGLVlUYk85LQ';
const file = () => new File(['abc'], 'abc.txt');
const fresh = () => new File([`harmless ${Math.random().toString(36)}`], 'fresh.txt');

/** @param {string} gateway @param {typeof CLOUDS[number]} api */
const cloud = (gateway, api) => connect({ baseUrl: gateway + api.replace('cloud-', '/'), api });

/** A finished report of version 4. @param {string} result @param {number} code */
const finished = (result, code) => ({
  data_id: DATA_ID,
  process_info: { progress_percentage: 100, result },
  scan_results: { progress_percentage: 100, scan_all_result_i: code },
});

/** @type {Record<string, (gateway: string) => Promise<unknown>>} */
export default {
  'scans work as with the gateway: clean, EICAR, and lookups of known files': async (gateway) => {
    for (const api of CLOUDS) {
      const metadefender = await cloud(gateway, api);
      const clean = fresh();
      const scan = await metadefender.scan(clean, { poll: AT_ONCE });
      assert.equal(scan.verdict, 'allowed', api);
      const again = await metadefender.scan(clean, { poll: AT_ONCE });
      assert.equal(again.via, 'lookup', api);
      const eicar = await metadefender.scan(new Blob([EICAR]), { lookup: false, poll: AT_ONCE });
      assert.equal(eicar.verdict, 'blocked', api);
      assert.isNotEmpty(eicar.threats, api);
      assert.isNull(await metadefender.resultByHash('ab'.repeat(32)), api);
      await fails(metadefender.result('0'.repeat(32)), 'not-found');
    }
  },

  'several hashes are looked up in one call': async (gateway) => {
    for (const api of CLOUDS) {
      const metadefender = await cloud(gateway, api);
      const { digests } = await metadefender.scan(fresh(), { poll: AT_ONCE });
      const results = await metadefender.resultsByHash([digests.sha256 ?? '', 'ab'.repeat(32)]);
      assert.equal(results.length, 2, api);
      assert.isString(results[0]?.data_id, api);
      assert.isNotString(results[1]?.data_id, api);
      await fails(metadefender.resultsByHash([]), 'invalid-input');
      await fails(metadefender.resultsByHash(Array(1001).fill(ABC)), 'invalid-input');
      await fails(metadefender.resultsByHash(['abc']), 'invalid-input');
    }
  },

  'several files are scanned without a batch': async (gateway) => {
    const metadefender = await cloud(gateway, 'cloud-v4');
    const scan = await metadefender.scanBatch([fresh(), new Blob([EICAR])], { poll: AT_ONCE });
    assert.equal(scan.verdict, 'blocked');
    assert.notProperty(scan, 'batchId');
  },

  'version 4 returns the limits of the key, and clean copies': async (gateway) => {
    const metadefender = await cloud(gateway, 'cloud-v4');
    assert.isObject(await metadefender.limits());
    const page = new File(
      [`<p>${Math.random().toString(36)}</p><script>alert(1)</script>`],
      'page.html',
    );
    const scan = await metadefender.scan(page, { rule: 'multiscan,sanitize', poll: AT_ONCE });
    const copy = await (await metadefender.downloadSanitized(scan.dataId)).text();
    assert.include(copy, '<p>');
    assert.notInclude(copy, 'script');
  },

  'calls that Cloud does not support are refused before anything is sent': async () => {
    for (const api of CLOUDS) {
      const service = scripted({});
      const metadefender = await connect({ ...service.options, api });
      const take = async () => metadefender.batch('1');
      const calls = [
        metadefender.createBatch(),
        take(),
        metadefender.rules(),
        metadefender.cancel(DATA_ID),
        metadefender.login('me', 'pw'),
        metadefender.logout(),
        metadefender.download(DATA_ID),
        metadefender.result(DATA_ID, { first: 1 }),
        metadefender.resultByHash(ABC, { selfOnly: true }),
        metadefender.scan(file(), { metadata: 'x' }),
        metadefender.scan(file(), { globalTimeout: 1 }),
        metadefender.scan(file(), { contentEncoding: 'gzip' }),
        metadefender.scan(file(), { archivePasswords: ['a', 'b'] }),
      ];
      if (api === 'cloud-v2') calls.push(metadefender.limits());
      if (api === 'cloud-v2') calls.push(metadefender.scan(file(), { rule: 'x' }));
      if (api === 'cloud-v4') calls.push(metadefender.result(DATA_ID, { fileMetadata: true }));
      await allFail(calls, 'unsupported');
      assert.equal(service.asked.length, 0);
    }
    const cluster = scripted({});
    const metadefender = await connect(cluster.options);
    await fails(metadefender.resultsByHash([ABC]), 'unsupported');
    await fails(metadefender.limits(), 'unsupported');
    await fails(metadefender.scan(file(), { sampleSharing: true }), 'unsupported');
    assert.equal(cluster.asked.length, 0);
  },

  'an upload sends the headers of its API version': async () => {
    for (const api of CLOUDS) {
      const service = scripted({ 'POST /file': { data_id: DATA_ID } });
      const metadefender = await connect({ ...service.options, api, apiKey: 'k3y' });
      await metadefender.analyze(file(), {
        archivePasswords: ['kühe'],
        sampleSharing: false,
        ...(api === 'cloud-v4' && { rule: 'multiscan,unarchive', privateProcessing: true }),
      });
      const headers = service.asked[0]?.headers;
      assert.equal(headers?.get('apikey'), 'k3y');
      assert.equal(headers?.get('filename'), 'abc.txt');
      assert.equal(headers?.get('archivepwd'), 'k%C3%BChe');
      assert.equal(headers?.get('samplesharing'), '0');
      assert.equal(headers?.get('rule'), api === 'cloud-v4' ? 'multiscan,unarchive' : null);
      assert.equal(headers?.get('privateprocessing'), api === 'cloud-v4' ? '1' : null);
    }
  },

  'version 2 is asked for file metadata by its header': async () => {
    const service = scripted({ 'GET /file/*': finished('Allowed', 0) });
    const metadefender = await connect({ ...service.options, api: 'cloud-v2' });
    await metadefender.result(DATA_ID, { fileMetadata: true });
    assert.equal(service.asked[0]?.headers.get('file_metadata'), '1');
  },

  'an analysis is not finished until the requested clean copy is': async () => {
    const reports = [
      { data_id: DATA_ID, status: 'inqueue', in_queue: 4 },
      finished('Allowed', 0),
      { ...finished('Allowed', 0), sanitized: { progress_percentage: 40, result: 'Processing' } },
      {
        ...finished('Allowed', 0),
        sanitized: { progress_percentage: 100, result: 'Allowed', file_path: 'https://x' },
      },
    ];
    const script = { 'GET /hash/*': status(404), 'POST /file': { data_id: DATA_ID } };
    const service = scripted({ ...script, 'GET /file/*': reports });
    const metadefender = await connect({ ...service.options, api: 'cloud-v4' });
    await metadefender.scan(file(), { rule: 'multiscan, sanitize', poll: AT_ONCE });
    assert.equal(service.count('GET /file/*'), 4);
    // No clean copy was requested here.
    const other = scripted({ ...script, 'GET /file/*': reports });
    const plain = await connect({ ...other.options, api: 'cloud-v4' });
    await plain.scan(file(), { poll: AT_ONCE });
    assert.equal(other.count('GET /file/*'), 2);
  },

  'the address of a clean copy gets neither the key nor the custom fetch': async () => {
    const url = 'http://storage.test/copy';
    const sanitized = { file_path: url, data_id: DATA_ID, result: 'Allowed' };
    const original = globalThis.fetch;
    /** @type {{ url: string, headers: Headers }[]} */
    const elsewhere = [];
    globalThis.fetch = async (input, init) => {
      const { url, headers } = new Request(input, init);
      elsewhere.push({ url, headers });
      return new Response('clean');
    };
    try {
      for (const api of CLOUDS) {
        const service = scripted({
          'GET /file/converted/*': { sanitizedFilePath: url },
          'GET /file/*': { ...finished('Allowed', 0), sanitized },
        });
        const headers = { 'x-proxy': 'yes' };
        const options = { ...service.options, api, apiKey: 'k3y', headers };
        const metadefender = await connect(options);
        const response = await metadefender.downloadSanitized(DATA_ID);
        assert.equal(await response.text(), 'clean');
        assert.equal(service.asked[0]?.headers.get('apikey'), 'k3y');
      }
      assert.equal(elsewhere.length, 2);
      for (const asked of elsewhere) {
        assert.equal(asked.url, url);
        assert.deepEqual([...asked.headers], []);
      }
      const wrong = [
        'javascript:alert(1)',
        'data:,x',
        '/relative',
        'http://insecure.test',
        '',
        null,
      ];
      for (const sanitizedFilePath of [...wrong, 42]) {
        const service = scripted({ 'GET /file/converted/*': { sanitizedFilePath } });
        const fetch = (/** @type {string} */ url, /** @type {RequestInit} */ init) =>
          service.options.fetch(url.replace('https:', 'http:'), init);
        const options = { ...service.options, fetch, baseUrl: 'https://service.test' };
        const metadefender = await connect({ ...options, api: 'cloud-v4' });
        const error = await metadefender.downloadSanitized(DATA_ID).catch((error) => error);
        assert.oneOf(error.code, ['protocol', 'not-found'], `${sanitizedFilePath}`);
      }
      assert.equal(elsewhere.length, 2);
    } finally {
      globalThis.fetch = original;
    }
  },

  'no lookup is made if the rule asks for more than an earlier result contains': async () => {
    const hit = finished('Allowed', 0);
    for (const [profile, via] of [
      ['multiscan', 'analysis'],
      ['multiscan,dlp', 'lookup'],
    ]) {
      const known = { ...hit, process_info: { ...hit.process_info, profile } };
      const service = scripted({
        'GET /hash/*': known,
        'POST /file': { data_id: DATA_ID },
        'GET /file/*': hit,
      });
      const metadefender = await connect({ ...service.options, api: 'cloud-v4' });
      const scan = await metadefender.scan(file(), { rule: 'multiscan,dlp', poll: AT_ONCE });
      assert.equal(scan.via, via);
    }
  },

  'error codes of version 4 are told apart if the status is ambiguous': async () => {
    const table = /** @type {const} */ ([
      [400, 400144, 'too-large'],
      [400, 400145, 'empty-file'],
      [401, 401001, 'unauthorized'],
      [403, 403001, 'forbidden'],
      [404, 404000, 'not-found'],
      [429, 429000, 'rate-limited'],
      [429, 429001, 'rate-limited'],
    ]);
    for (const [code, cloudCode, expected] of table) {
      const body = { error: { code: cloudCode, messages: ['in words'] } };
      const headers = code === 429 ? { 'x-ratelimit-reset-in': '86400s' } : {};
      const service = scripted({ 'POST /file': status(code, body, headers) });
      const metadefender = await connect({ ...service.options, api: 'cloud-v4' });
      const error = await fails(metadefender.analyze(file()), expected);
      assert.equal(error.status, code);
      assert.include(error.message, 'in words');
      assert.equal(error.retryAfter, code === 429 ? 86400 : undefined);
    }
  },

  'version 4 returns the hash of the received bytes with the upload response': async () => {
    const service = scripted({
      'GET /hash/*': status(404),
      'POST /file': { data_id: DATA_ID, status: 'inqueue', sha256: 'CD'.repeat(32) },
    });
    const metadefender = await connect({ ...service.options, api: 'cloud-v4' });
    const error = await fails(metadefender.scan(file()), 'integrity');
    assert.equal(error.dataId, DATA_ID);
  },
};
