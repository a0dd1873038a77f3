// @ts-check
// Large files, which a page sends straight to the bucket. Cloudflare's local runtime has neither R2's S3 interface nor the events of a bucket: the
// example stands in for both here (dev-inbox.ts), and puts the documented message on the queue.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startWorker } from '../../scripts/demo/worker-process.mjs';
import { EICAR } from '../behaviour/reports.js';
import { complaints, launchChromium } from '../support/chromium.mjs';
import { freePort } from '../support/free-port.mjs';
import { startGateway } from '../support/gateway.mjs';
import { example } from './example.mjs';

const { folder, remove } = example();
const files = mkdtempSync(join(tmpdir(), 'metadefender-wasm-large-'));
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startWorker>>} */
let worker;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let address;
before(async () => {
  gateway = await startGateway('--api-key', 'a-key', '--require-key');
  const port = await freePort();
  address = `http://localhost:${port}`;
  const secrets = {
    METADEFENDER_URL: gateway.address,
    METADEFENDER_KEY: 'a-key',
    HANDLE_SECRET: 'for the tests of the example only, 1',
    VERDICT_SECRET: 'for the tests of the example only, 2',
    INBOX_URL: `${address}/dev-inbox`,
    S3_KEY_ID: 'local',
    S3_SECRET: 'for the tests of the example only, 3',
  };
  [worker, browser] = await Promise.all([startWorker(folder, port, secrets), launchChromium()]);
});
after(async () => {
  await Promise.all([browser?.close(), worker?.stop()]);
  await gateway?.stop();
  remove();
  rmSync(files, { recursive: true });
});

test('a page sends 200 MB directly to the bucket, and shows the verdict after the event', async () => {
  const page = await browser.newPage();
  const heard = complaints(page);
  await page.goto(`${address}/large.html`);
  /** @param {string} name @param {Buffer} content */
  async function send(name, content) {
    writeFileSync(join(files, name), content);
    await page.locator('input[type=file]').setInputFiles(join(files, name));
    await page.getByRole('button', { name: 'Send' }).click();
    const outcome = page.locator('#outcome');
    await outcome
      .filter({ hasText: /^(Stored|Not accepted|The conn)/ })
      .waitFor({ timeout: 120_000 });
    return outcome.textContent();
  }
  // Unknown, and without anything that looks like a card number.
  const large = Buffer.alloc(200_000_000);
  randomBytes(32).copy(large);
  assert.equal(await send('large.bin', large), 'Stored.');
  await page.reload();
  const answer = await send('eicar.com', Buffer.from(EICAR));
  assert.equal(answer, 'Not accepted: blocked, EICAR-Test-File.');
  await page.close();
  assert.deepEqual(heard, []);
});

test('a signature is valid for its file only', async () => {
  const content = Buffer.from('Dear all');
  const sha256 = createHash('sha256').update(content).digest('hex');
  const ask = (/** @type {object} */ file) =>
    fetch(`${address}/direct`, { method: 'POST', body: JSON.stringify(file) });
  const file = { size: content.length, type: 'text/plain', sha256 };
  const { url, headers, status } = /** @type {any} */ (await (await ask(file)).json());
  const put = (/** @type {Buffer<ArrayBuffer>} */ body, more = {}) =>
    fetch(url, { method: 'PUT', headers: { ...headers, ...more }, body });
  assert.equal((await put(Buffer.from('Dear all!'))).status, 403);
  assert.equal((await put(content, { 'content-type': 'text/html' })).status, 403);
  assert.equal((await put(Buffer.from('Dear ALL'))).status, 400);
  const outcome = async () => /** @type {any} */ (await (await fetch(address + status)).json());
  assert.deepEqual(await outcome(), { outcome: 'pending' });
  assert.equal((await ask({ ...file, size: 2e9 })).status, 413);
  assert.equal((await ask({ ...file, sha256: '' })).status, 400);
  assert.equal((await fetch(`${address}/direct/none`)).status, 404);
});
