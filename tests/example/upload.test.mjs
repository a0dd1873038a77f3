// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorker } from '../../scripts/demo/worker-process.mjs';
import { EICAR } from '../behaviour/reports.js';
import { complaints, launchChromium } from '../support/chromium.mjs';
import { freePort } from '../support/free-port.mjs';
import { startGateway } from '../support/gateway.mjs';
import { example } from './example.mjs';

const KEY = 'a-key-that-no-page-may-see';

const { folder, run, remove } = example();
/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startWorker>>} */
let worker;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let address;
before(async () => {
  gateway = await startGateway('--api-key', KEY, '--require-key');
  const port = await freePort();
  address = `http://localhost:${port}`;
  const secrets = {
    METADEFENDER_URL: gateway.address,
    METADEFENDER_KEY: KEY,
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
});

/** @param {string} text */
function upload(text) {
  const body = new FormData();
  body.set('attachment', new File([text], 'file.txt'));
  return fetch(`${address}/upload`, { method: 'POST', body });
}

test('an allowed file is stored byte for byte', async () => {
  const text = unique();
  const response = await upload(text);
  assert.equal(response.status, 201, await response.clone().text());
  const { files } = /** @type {any} */ (await response.json());
  assert.equal(files.length, 1);
  const object = `uploads/${files[0].key}`;
  const stored = await run('wrangler', 'r2', 'object', 'get', object, '--local', '--pipe');
  assert.equal(String(stored), text);
});

test('other files are refused with problem details, whatever the page did', async () => {
  const response = await upload(EICAR);
  assert.equal(response.status, 422);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(/** @type {any} */ (await response.json()).type, 'urn:metadefender-wasm:blocked');
});

test('other methods upload nothing, and other paths are not found', async () => {
  const got = await fetch(`${address}/upload`);
  assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
  assert.equal((await fetch(`${address}/upload/status/forged`)).status, 404);
  assert.equal((await fetch(`${address}/scan`)).status, 404);
  assert.equal((await fetch(`${address}/elsewhere`, { method: 'POST', body: 'x' })).status, 404);
});

test('its page sends allowed files only', async () => {
  const page = await browser.newPage();
  const heard = complaints(page);
  await page.goto(address);
  const choose = (/** @type {string} */ name, /** @type {string} */ text) =>
    page
      .locator('metadefender-upload input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  const send = () => page.getByRole('button', { name: 'Send' }).click();
  const row = (/** @type {string} */ name) =>
    page.locator('metadefender-upload').getByRole('listitem').filter({ hasText: name });

  await choose('eicar.com', EICAR);
  await row('eicar.com').getByText('EICAR-Test-File (EICAR)').waitFor();
  await send();
  assert.equal(await page.locator('#outcome').textContent(), '');

  await choose('letter.txt', unique());
  await row('letter.txt').getByText('Allowed').waitFor();
  await send();
  await page.getByText('Sent.', { exact: true }).waitFor();
  await page.close();
  assert.deepEqual(heard, []);
});

/** In letters, as digits may look like a card number, which the gateway blocks. */
const unique = () => `Dear ${Math.random().toString(36).replace(/\d/g, '')}`;
