// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { SERVICE, scriptService } from './scripted-service.mjs';
import { choose, startDemo, trySample } from './start.mjs';
import { all, texts } from './states.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

/** What the downloads of a page hold. @param {Page} page @param {string} button */
async function download(page, button) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/**
 * Scans a zip archive that the page makes.
 * @param {Page} page
 * @param {string} name
 * @param {{ name: string, content: string }[]} entries
 */
async function chooseZip(page, name, entries) {
  await page.evaluate(
    async ({ name, entries }) => {
      const { zip } = await import(/** @type {string} */ ('/samples/zip.js'));
      const upload = /** @type {any} */ (document.querySelector('metadefender-upload'));
      upload.addFiles([new File([zip(entries)], name)]);
    },
    { name, entries },
  );
  await page.locator('.report-view > .banner:not([data-outcome=scanning])').waitFor();
}

test('the four hashes are right, match the server’s, and can be copied', async (t) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const { page, heard } = await demo.open(t, { permissions });
  const text = `hash me ${Math.random().toString(36)}`;
  await choose(page, { 'hashes.txt': text });
  const panel = page.getByRole('region', { name: 'Hashes' });
  await panel.getByText('the server’s is the same').nth(3).waitFor();
  for (const title of ['MD5', 'SHA-1', 'SHA-256', 'SHA-512']) {
    await panel.getByRole('button', { name: `Copy ${title}`, exact: true }).click();
    await page.getByText(`Copied ${title}`, { exact: true }).waitFor({ state: 'attached' });
    const expected = createHash(title.replace('-', '')).update(text).digest('hex');
    assert.equal(await page.evaluate('navigator.clipboard.readText()'), expected);
  }
  assert.deepEqual(heard, []);
});

test('engines can be sorted by each column, and a chart shows their times', async (t) => {
  const script = (/** @type {Page} */ page) => scriptService(page, all);
  const { page, heard } = await demo.open(t, { baseUrl: SERVICE, prepare: script });
  await choose(page, { 'invoice-2026-03.com': texts['invoice-2026-03.com'] });
  const table = page.getByRole('table').filter({ hasText: 'Definitions' });
  const column = (/** @type {number} */ index) =>
    table.locator(`tbody tr > :nth-child(${index})`).allInnerTexts();
  await table.waitFor();
  assert.equal((await column(1)).at(-1), 'K7', 'engines that found something come first');

  await table.getByRole('button', { name: 'Engine' }).click();
  const names = 'AhnLab, Avira, Bitdefender, ClamAV, Emsisoft, ESET, K7, Quick Heal, Varist';
  assert.equal((await column(1)).join(', '), names);
  const header = table.getByRole('columnheader', { name: 'Engine' });
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  await table.getByRole('button', { name: 'Engine' }).click();
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  assert.equal((await column(1))[0], 'Varist');

  await table.getByRole('button', { name: 'Time' }).click();
  assert.equal(await header.getAttribute('aria-sort'), null);
  assert.deepEqual((await column(5)).slice(0, 3), ['873 ms', '518 ms', '405 ms']);
  await table.getByRole('button', { name: 'Definitions' }).click();
  assert.equal((await column(4))[0], '27 Feb 2026');

  const chart = page.getByRole('img', { name: /^Scan times of 9 engines/ });
  assert.match(String(await chart.getAttribute('aria-label')), /ClamAV 873 ms.*fastest K7 97 ms/);
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('the server’s report can be expanded and downloaded', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'Harmless text', 'allowed');
  await page.getByText('The server’s report as JSON').click();
  await page.locator('.raw pre').filter({ hasText: 'process_info' }).waitFor();
  const shown = JSON.parse(await page.locator('.raw pre').innerText());
  assert.equal(shown.process_info.result, 'Allowed');
  const { name, bytes } = await download(page, 'Download');
  assert.equal(name, 'harmless.txt.report.json');
  assert.deepEqual(JSON.parse(bytes.toString()), shown);
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('sensitive data is shown in its context, and a redacted copy can be downloaded', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'Text with a card number', 'blocked');
  const panel = page.getByRole('region', { name: 'Sensitive data (DLP)' });
  assert.equal(await panel.locator('mark').innerText(), '4111 1111 1111 1111');
  assert.match(
    await panel.innerText(),
    /Credit Card Number \(1\)[\s\S]*Certainty very high \(95\)/,
  );
  const { name, bytes } = await download(page, 'Download the redacted copy');
  assert.equal(name, 'order.redacted.txt');
  assert.match(bytes.toString(), /card XXXX XXXX XXXX XXXX/);
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('the clean copy of a photo has no location', async (t) => {
  const { page, heard } = await demo.open(t);
  const original = await page.evaluate(async () => {
    const { photo } = await import(/** @type {string} */ ('/samples/photo.js'));
    return [...new Uint8Array(await (await photo()).arrayBuffer())];
  });
  const exif = Buffer.from('Exif\0\0');
  assert.ok(Buffer.from(original).includes(exif));
  await trySample(page, 'Photo with GPS data', 'allowed');
  const { name, bytes } = await download(page, 'Download the clean copy');
  assert.equal(name, 'holiday.sanitized.jpg');
  assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.ok(!bytes.includes(exif));
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('an archive is shown as a tree whose files have their own reports', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'Zip with one bad file', 'blocked');
  const panel = page.getByRole('region', { name: 'Archive (3 files)' });
  await panel.getByText('All 3 files shown.').waitFor();
  await assertAccessible(page);
  const folder = panel.getByRole('button', { name: 'letters', exact: true });
  await folder.click();
  assert.equal(await folder.getAttribute('aria-expanded'), 'false');
  assert.ok(await panel.getByRole('button', { name: 'welcome.txt' }).isHidden());
  await folder.click();

  await panel.getByRole('button', { name: 'welcome.txt' }).click();
  await page.getByRole('heading', { name: 'letters/welcome.txt' }).waitFor();
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Back to documents.zip' }).click();
  await page.getByRole('button', { name: 'Show letters/invoice.com' }).click();
  await page.locator('.report-view > .banner[data-outcome=blocked]').waitFor();
  assert.match(await page.locator('.banner').innerText(), /EICAR-Test-File/);
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'letters/invoice.com');
  assert.deepEqual(heard, []);
});

test('a long archive is loaded page by page', async (t) => {
  const { page, heard } = await demo.open(t);
  const random = Math.random().toString(36);
  const entries = Array.from({ length: 120 }, (_, index) => ({
    name: `file-${String(index).padStart(3, '0')}.txt`,
    content: `${random} ${index}`,
  }));
  await chooseZip(page, 'long.zip', entries);
  const panel = page.getByRole('region', { name: 'Archive (120 files)' });
  await panel.getByText('50 of 120 files shown.').waitFor();
  assert.equal(await panel.locator('.tree li').count(), 50);
  const more = panel.getByRole('button', { name: 'Load more' });
  await more.click();
  await panel.getByText('100 of 120 files shown.').waitFor();
  await more.click();
  await panel.getByText('All 120 files shown.').waitFor();
  assert.equal(await panel.locator('.tree li').count(), 120);
  assert.ok(await more.isHidden());
  assert.deepEqual(heard, []);
});

test('a nested archive can be expanded, and any name is shown as text', async (t) => {
  const { page, heard } = await demo.open(t);
  const random = Math.random().toString(36);
  await page.evaluate(async (random) => {
    const { zip } = await import(/** @type {string} */ ('/samples/zip.js'));
    const inner = zip([{ name: 'deep/50%.txt', content: random }]);
    const outer = zip([
      { name: 'inner.zip', content: new Uint8Array(await inner.arrayBuffer()) },
      { name: '<b>bold</b> ünïcode.txt', content: `${random}!` },
    ]);
    const upload = /** @type {any} */ (document.querySelector('metadefender-upload'));
    upload.addFiles([new File([outer], 'outer.zip')]);
  }, random);
  const panel = page.getByRole('region', { name: 'Archive (2 files)' });
  await panel.getByText('All 2 files shown.').waitFor();
  assert.equal(await panel.locator('b').count(), 0);
  await panel.getByRole('button', { name: 'b> ünïcode.txt' }).waitFor();
  await panel.getByRole('button', { name: 'inner.zip' }).first().click();
  await panel.getByRole('button', { name: '50%.txt' }).click();
  await page.getByRole('heading', { name: 'deep/50%.txt' }).waitFor();
  assert.deepEqual(heard, []);
});
