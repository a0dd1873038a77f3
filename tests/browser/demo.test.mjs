// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createDemoServer } from '../../scripts/demo-server.mjs';
import { complaints, launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;
const server = createDemoServer();
let address = '';

before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  address = `http://127.0.0.1:${port}/`;
});
after(async () => {
  await Promise.all([gateway?.stop(), browser?.close()]);
  server.close();
});

/** Opens the page. @param {import('node:test').TestContext} t @param {string} [baseUrl] */
async function open(t, baseUrl = gateway.address) {
  const page = await browser.newPage();
  t.after(() => page.close());
  const heard = complaints(page);
  await page.goto(`${address}?gateway=${encodeURIComponent(baseUrl)}`);
  return { page, heard };
}

/**
 * Drops a file on the page.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {string} text
 */
async function drop(page, name, text) {
  const dataTransfer = await page.evaluateHandle(
    ([name = '', text = '']) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name));
      return transfer;
    },
    [name, text],
  );
  await page.dispatchEvent('.drop-zone', 'drop', { dataTransfer });
}

test('a dropped file is scanned and allowed; dropped again, it is not uploaded', async (t) => {
  const { page, heard } = await open(t);
  await page.getByText('Connected; rules: File process').waitFor();
  const text = `harmless ${Math.random().toString(36)}`;
  await drop(page, 'harmless.txt', text);
  await page.locator('.scan[data-verdict=allowed]').waitFor();
  const first = await page.locator('.scan').innerText();
  assert.match(first, /Allowed[\s\S]*harmless\.txt[\s\S]*No threat detected[\s\S]*an analysis/);
  const upload = page.locator('.scan li[data-phase=upload]').first();
  assert.equal(await upload.getAttribute('data-state'), 'done');

  await drop(page, 'again.txt', text);
  await page.getByText('the look-up; nothing was uploaded').waitFor();
  assert.equal(await upload.getAttribute('data-state'), 'skipped');
  assert.deepEqual(heard, []);
});

test('EICAR is blocked, with the name of the threat', async (t) => {
  const { page, heard } = await open(t);
  await page.getByRole('button', { name: 'the EICAR test file' }).click();
  await page.locator('.scan[data-verdict=blocked]').waitFor();
  assert.match(await page.locator('.scan .because').innerText(), /EICAR-Test-File/);
  assert.deepEqual(heard, []);
});

test('what the server says is shown as text and never as HTML', async (t) => {
  const { page, heard } = await open(t);
  const name = '<img src=x onerror=alert(1)>.txt';
  await drop(page, name, `harmless ${Math.random().toString(36)}`);
  await page.locator('.scan[data-verdict=allowed]').waitFor();
  assert.equal(await page.locator('.scan .name').innerText(), name);
  assert.equal(await page.locator('.scan img').count(), 0);
  assert.deepEqual(heard, []);
});

test('a scan can be cancelled', async (t) => {
  const slow = await startGateway('--step-delay', '5000');
  t.after(() => slow.stop());
  const { page } = await open(t, slow.address);
  await page.getByRole('button', { name: 'a harmless text' }).click();
  await page
    .locator('.scan li[data-phase=queue][data-state=active]')
    .or(page.locator('.scan li[data-phase=scan][data-state=active]'))
    .waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Cancelled', { exact: true }).waitFor();
});

test('a gateway that is down is said to be', async (t) => {
  const { page } = await open(t, 'http://127.0.0.1:9');
  await page.getByRole('alert').filter({ hasText: 'no answer' }).waitFor({ timeout: 60_000 });
});
