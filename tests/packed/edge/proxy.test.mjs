// @ts-check
// The client in a page, through the proxy, against the local gateway. (proxy-behaviour has the cases of every runtime.)
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { importTool } from '../support/consumer.mjs';
import { holdsNoKey, KEY, startProxy } from '../support/proxy.mjs';

const { connect } = await importTool('metadefender-wasm');
const AT_ONCE = { initialDelay: 1, maxDelay: 5 };
const fresh = () => new File([`harmless ${Math.random().toString(36)}`], 'geheim.txt');

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startProxy>>} */
let proxy;
/** @type {any} */
let page;
/** @type {any} */
let behind;

before(async () => {
  gateway = await startGateway('--api-key', KEY, '--require-key');
  proxy = await startProxy(gateway.address);
  page = await connect({ baseUrl: proxy.scan });
  behind = await connect({ baseUrl: gateway.address, apiKey: KEY });
});
after(async () => {
  await proxy.stop();
  await gateway.stop();
});

describe('a page without a key', () => {
  test('scans with the key that the proxy adds', async () => {
    const keyless = await connect({ baseUrl: gateway.address, retry: { attempts: 1 } });
    await assert.rejects(keyless.scan(fresh()), { code: 'forbidden' });
    assert.equal((await page.scan(fresh(), { poll: AT_ONCE })).verdict, 'allowed');
    const { verdict, threats } = await page.scan(new Blob([EICAR]), { poll: AT_ONCE });
    assert.equal(verdict, 'blocked');
    assert.ok(threats.length > 0);
  });

  test('gets a handle in place of each id, which gives access to its own file', async () => {
    const scan = await page.scan(fresh(), { poll: AT_ONCE });
    const { data_id: id } = (await behind.resultByHash(scan.digests.sha256 ?? '')) ?? {};
    assert.ok(id);
    assert.notEqual(scan.dataId, id);
    assert.equal(scan.result.data_id, scan.dataId);
    assert.equal(scan.result.scan_results?.data_id, scan.dataId);
    assert.ok(!JSON.stringify(scan).includes(id));
    assert.equal(scan.result.file_info?.display_name, 'geheim.txt');
    await assert.rejects(page.result(id), { code: 'not-found' });
  });

  test('resumes a scan by the handle', async () => {
    const { dataId } = await page.analyze(fresh());
    const reloaded = await connect({ baseUrl: `${proxy.scan}/` });
    const { verdict } = await reloaded.resume(dataId, { poll: AT_ONCE });
    assert.equal(verdict, 'allowed');
  });

  test('finds a file of another visitor by its hash, with the verdict only', async () => {
    const html = `<p>${Math.random().toString(36)}</p><script>alert(1)</script>`;
    const file = new File([html], 'entlassung-meier.html', { type: 'text/html' });
    const first = await page.scan(file, { poll: AT_ONCE });
    const second = await page.scan(new Blob([html]), { poll: AT_ONCE });
    assert.equal(second.via, 'lookup');
    assert.equal(second.verdict, first.verdict);
    assert.equal(second.result.file_info?.sha256, first.result.file_info?.sha256);
    assert.notEqual(second.dataId, first.dataId);
    const known = await page.result(second.dataId);
    for (const said of [second.result, known]) {
      assert.ok(!JSON.stringify(said).includes('meier'));
      assert.equal(said.post_processing, undefined);
    }
    for (const call of [page.downloadSanitized, page.download, page.cancel])
      await assert.rejects(call.call(page, second.dataId), { code: 'forbidden' });
    assert.ok((await page.downloadSanitized(first.dataId)).ok);
  });

  test('compares ids within a batch, and gets its certificate', async () => {
    const batch = await page.createBatch({ name: 'Bündel' });
    const clean = await batch.add(fresh());
    const infected = await batch.add(new Blob([EICAR]));
    const status = await batch.wait({ poll: AT_ONCE });
    assert.equal(status.batch_id, batch.id);
    const ids = [];
    for await (const file of batch.files({ pageSize: 1 })) ids.push(file.data_id);
    assert.deepEqual(ids.sort(), [clean.dataId, infected.dataId].sort());
    await batch.close({ poll: AT_ONCE });
    assert.match(await batch.certificate({ includeVulnerabilities: true }), /^signature:/m);
  });

  test('cannot log in, choose a rule or set engine parameters unless allowed', async () => {
    await assert.rejects(page.login('admin', 'admin'), { status: 404 });
    await assert.rejects(page.rules(), { code: 'forbidden' });
    for (const [options, words] of /** @type {[object, RegExp][]} */ ([
      [{ rule: 'lenient' }, /this rule/],
      [{ metadata: { a: 1 } }, /metadata/],
      [{ enginesMetadata: { a: 1 } }, /enginesMetadata/],
      [{ globalTimeout: 1 }, /globalTimeout/],
    ])) {
      const call = page.analyze(fresh(), options);
      await assert.rejects(call, { code: 'forbidden', message: words });
    }
  });
});

test('what is saved from the page’s own origin can never be a page of it', async () => {
  const html = `<p>${Math.random().toString(36)}</p><script>alert(1)</script>`;
  const file = new File([html], 'page.html', { type: 'text/html' });
  const { dataId } = await page.scan(file, { poll: AT_ONCE });
  for (const path of [`/file/converted/${dataId}`, `/file/download/${dataId}`]) {
    const response = await proxy.ask(path);
    const body = await response.text();
    assert.ok(body.includes('<p>'));
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename=".+"/);
    assert.equal(response.headers.get('content-security-policy'), "sandbox; default-src 'none'");
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('content-length'), `${Buffer.byteLength(body)}`);
  }
});

test('clean copies of Cloud are served through the proxy as well', async () => {
  const copies = await startProxy(gateway.address, {
    options: { parameters: { rule: ['multiscan,sanitize'] }, userAgent: 'sanitize' },
  });
  try {
    for (const api of /** @type {const} */ (['cloud-v2', 'cloud-v4'])) {
      const cloud = await connect({ baseUrl: copies.scan + api.replace('cloud-', '/'), api });
      const html = `<p>${Math.random().toString(36)}</p><script>alert(1)</script>`;
      const rule = api === 'cloud-v4' ? { rule: 'multiscan,sanitize' } : {};
      const file = new File([html], 'page.html');
      const { dataId, result } = await cloud.scan(file, { ...rule, poll: AT_ONCE });
      assert.ok(!JSON.stringify(result).includes(gateway.address.replace('http://', '')));
      const response = await cloud.downloadSanitized(dataId);
      assert.ok(response.url.startsWith(`${copies.scan}${api.replace('cloud-', '/')}/sanitized/`));
      assert.equal(response.headers.get('content-type'), 'application/octet-stream');
      const copy = await response.text();
      assert.ok(copy.includes('<p>') && !copy.includes('script'));
      await assert.rejects(cloud.scan(fresh(), { sampleSharing: true }), { code: 'forbidden' });

      const { dataId: known } = await cloud.scan(new Blob([html]), { lookup: true, poll: AT_ONCE });
      await assert.rejects(cloud.downloadSanitized(known), { code: 'forbidden' });
    }
  } finally {
    await copies.stop();
  }
});

test('one isolate serves many clients concurrently, each with its own file', async () => {
  const texts = Array.from({ length: 30 }, (_, index) =>
    index % 3 ? `clean ${index} ${Math.random().toString(36)}` : `${EICAR}`,
  );
  const busy = await startProxy(gateway.address, { hooks: ['visitor'] });
  try {
    const scans = await Promise.all(
      texts.map(async (text, index) => {
        const headers = { 'x-visitor': `visitor ${index}` };
        const client = await connect({ baseUrl: busy.scan, headers });
        const scan = await client.scan(new File([text], `${index}.txt`), { lookup: false });
        return { ...scan, index };
      }),
    );
    for (const { verdict, result, index } of scans) {
      assert.equal(verdict, index % 3 ? 'allowed' : 'blocked');
      assert.equal(result.file_info?.display_name, `${index}.txt`);
    }
    assert.equal(new Set(scans.map(({ dataId }) => dataId)).size, 30);
    assert.deepEqual(await busy.errors(), []);
  } finally {
    await busy.stop();
  }
});

test('a key that MetaDefender refuses is reported to the owner only', async () => {
  const other = await startGateway('--api-key', 'another', '--require-key');
  const wrong = await startProxy(other.address);
  try {
    const client = await connect({ baseUrl: `${wrong.scan}/v4`, api: 'cloud-v4' });
    await assert.rejects(client.scan(fresh()), { status: 500, message: /not configured/ });
    const [told = ''] = await wrong.errors();
    assert.match(told, /^GET \/hash\/\{hash\}: HTTP 401: .*apiKey/);
    holdsNoKey(told);
  } finally {
    await wrong.stop();
    await other.stop();
  }
});
