// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { choose, startDemo, unique } from './start.mjs';

const KEY = 'a-key-that-nobody-may-see';

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo('--require-key', '--api-key', KEY, '--user', 'analyst:s3cret');
});
after(() => demo?.stop());

/** @param {import('playwright-core').Page} page */
async function openSettings(page) {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  return page.getByRole('dialog', { name: 'Settings' });
}

test('if the gateway is down, the page says so, with a remedy and a retry', async (t) => {
  const { page } = await demo.open(t, { baseUrl: 'http://127.0.0.1:9' });
  const alert = page.getByRole('alert');
  await alert.filter({ hasText: 'no answer' }).waitFor();
  assert.match(await alert.innerText(), /Not connected[\s\S]*`npm start` runs a gateway/);
  await assertAccessible(page);

  await alert.getByRole('button', { name: 'Open the settings' }).click();
  await page.getByLabel('Address').fill('no address');
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('dialog').getByText('Look at the address').waitFor();
  await page.keyboard.press('Escape');
  await choose(page, { 'harmless.txt': unique() });
  await page.locator('.report-view > .banner[data-outcome=failed]').waitFor();

  await openSettings(page);
  await page.getByLabel('Address').fill(demo.gateway.address);
  await page.getByRole('radio', { name: 'API key' }).check();
  await page.getByRole('textbox', { name: 'API key' }).fill(KEY);
  await page.getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('dialog').getByText('Connected to').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  assert.ok(await alert.isHidden());
});

test('a wrong key is refused with a message; the right one is not stored', async (t) => {
  const { page } = await demo.open(t);
  await page.getByRole('alert').filter({ hasText: 'HTTP 403' }).waitFor();
  const dialog = await openSettings(page);
  await dialog.getByRole('radio', { name: 'API key' }).check();
  await assertAccessible(page);
  const field = dialog.getByRole('textbox', { name: 'API key' });
  await field.fill('wrong');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await dialog.getByText('Give another API key').waitFor();

  await field.fill(KEY);
  await field.press('Enter');
  await dialog.getByText('Connected to').waitFor();
  await page.keyboard.press('Escape');
  await choose(page, { 'harmless.txt': unique() });
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  await page.reload();
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie, location.href]),
  );
  assert.match(kept, /harmless\.txt/);
  assert.ok(!kept.includes(KEY));
});

test('a user logs in, scans, and logs out', async (t) => {
  const { page } = await demo.open(t);
  const dialog = await openSettings(page);
  await dialog.getByRole('radio', { name: 'Log-in' }).check();
  await dialog.getByLabel('User').fill('analyst');
  await dialog.getByLabel('Password').fill('wrong');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await dialog.getByText('User name or password are wrong').waitFor();
  await assertAccessible(page);

  await dialog.getByLabel('Password').fill('s3cret');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await dialog.getByText(/^Connected to .* as analyst$/).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await choose(page, { 'harmless.txt': unique() });
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  assert.match(
    await page.getByRole('region', { name: 'File and analysis' }).innerText(),
    /analyst/,
  );

  await openSettings(page);
  await dialog.getByRole('button', { name: 'Log out' }).click();
  await dialog.getByText('Not connected').waitFor();
  assert.ok(await dialog.getByRole('button', { name: 'Log out' }).isHidden());
});

test('the chosen rule is used by the scans', async (t) => {
  const { page, heard } = await demo.open(t);
  const dialog = await openSettings(page);
  await dialog.getByRole('radio', { name: 'API key' }).check();
  await dialog.getByRole('textbox', { name: 'API key' }).fill(KEY);
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await dialog.getByText('Connected to').waitFor();
  await dialog.getByLabel('Rule').selectOption('Small files only');
  await dialog.getByText('Takes files of up to 1 MB.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await choose(page, { 'harmless.txt': unique() });
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  const facts = page.getByRole('region', { name: 'File and analysis' });
  assert.match(await facts.innerText(), /Rule\s+Small files only/);
  // Chromium itself logs that the key was missing at first.
  assert.deepEqual(
    heard.filter((it) => !it.includes('403')),
    [],
  );
});

test('a proxy on the page’s origin needs no key, and may withhold the rules', async (t) => {
  /** @param {import('playwright-core').Page} page */
  const prepare = async (page) => {
    await page.route('**/scan/**', async (route, request) => {
      const path = new URL(request.url()).pathname.slice('/scan'.length);
      if (path === '/file/rules') return route.fulfill({ status: 403, json: { err: 'not here' } });
      const headers = { ...request.headers(), apikey: KEY };
      const response = await route.fetch({ url: `${demo.gateway.address}${path}`, headers });
      return route.fulfill({ response });
    });
  };
  const { page, heard } = await demo.open(t, { baseUrl: '/scan', prepare });
  await page.getByText('Connected to /scan').first().waitFor();
  await choose(page, { 'harmless.txt': unique() });
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();

  const dialog = await openSettings(page);
  assert.equal(await dialog.getByLabel('Address').inputValue(), '/scan');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await dialog.getByText('Connected to /scan').waitFor();
  // Chromium itself logs that the rules were refused.
  assert.deepEqual(
    heard.filter((it) => !it.includes('403')),
    [],
  );
});
