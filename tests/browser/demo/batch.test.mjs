// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGateway } from '../../support/gateway.mjs';
import { assertAccessible } from '../../support/axe.mjs';
import { startDemo, unique } from './start.mjs';
import { assertNoLongTask, watchTasks } from '../../support/long-tasks.mjs';

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

/**
 * Chooses files for a batch.
 * @param {import('playwright-core').Page} page
 * @param {Record<string, string>} files
 */
async function chooseBatch(page, files) {
  await page.getByRole('radio', { name: 'As one batch' }).check();
  await page.getByLabel('Choose files for a batch').setInputFiles(
    Object.entries(files).map(([name, text]) => ({
      ...{ name, mimeType: 'text/plain' },
      buffer: Buffer.from(text),
    })),
  );
}

test('a batch shows one verdict, counts, a row for each file, and a certificate', async (t) => {
  const { page, heard } = await demo.open(t);
  await chooseBatch(page, { 'one.txt': unique(), '<b>two</b>.txt': unique(), 'none.txt': '' });
  await page.getByRole('button', { name: 'EICAR test file' }).click();
  await page.getByText(/^4 files, /).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Remove one.txt' }).click();
  await page.getByRole('button', { name: 'Scan 3 files as one batch' }).click();

  await page.locator('.report-view > .banner[data-outcome=blocked]').waitFor();
  const counts = await page.getByRole('list', { name: 'Verdicts' }).innerText();
  assert.match(counts, /1 blocked\s+1 failed\s+1 allowed/);
  const rows = page.getByRole('region', { name: 'Files of the batch' }).locator('tbody tr');
  assert.deepEqual(await rows.locator('th').allTextContents(), [
    '<b>two</b>.txt',
    'none.txt',
    'eicar.com',
  ]);
  assert.match(await rows.nth(1).innerText(), /Failed\s+[\s\S]*no bytes|empty/);
  assert.match(await rows.nth(2).innerText(), /Blocked\s+Infected: EICAR-Test-File/);
  await assertAccessible(page);

  await page.getByText('Certificate: the report, signed by the server').click();
  const certificate = page.getByLabel('The certificate as YAML');
  await certificate.filter({ hasText: 'batch_id: ' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^\w+\.yaml$/);

  await page.getByRole('button', { name: 'eicar.com' }).first().click();
  await page.getByRole('heading', { name: 'eicar.com' }).waitFor();
  await page.getByRole('button', { name: 'Back to the batch' }).click();
  await page.getByRole('heading', { name: 'Batch of 3 files' }).waitFor();
  assert.equal(await page.locator('.history li').count(), 3);
  assert.deepEqual(heard, []);
});

test('a batch can be cancelled', async (t) => {
  const slow = await startGateway('--step-delay', '5000');
  t.after(() => slow.stop());
  const { page, heard } = await demo.open(t, { baseUrl: slow.address });
  await chooseBatch(page, { 'one.txt': unique(), 'two.txt': unique() });
  await page.getByRole('button', { name: 'Scan 2 files as one batch' }).click();
  await page.getByRole('progressbar', { name: 'The whole batch' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Cancel the batch' }).click();
  await page.locator('.report-view > .banner[data-outcome=cancelled]').waitFor();
  assert.deepEqual(heard, []);
});

test('a batch reports that the gateway is down', async (t) => {
  const { page } = await demo.open(t, { baseUrl: 'http://127.0.0.1:9' });
  await chooseBatch(page, { 'one.txt': unique() });
  await page.getByRole('button', { name: 'Scan 1 file as one batch' }).click();
  const row = page.getByRole('region', { name: 'Files of the batch' }).locator('tbody tr');
  const failed = page.locator('.report-view > .banner[data-outcome=failed]');
  await row.or(failed).first().waitFor();
  assert.match(await page.locator('.report-view').innerText(), /no answer/);
});

test('a batch of a thousand files is listed without a long task', async (t) => {
  const { page, heard } = await demo.open(t);
  const text = unique();
  await chooseBatch(
    page,
    Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`file-${index}.txt`, text])),
  );
  await watchTasks(page);
  await page.getByRole('button', { name: 'Scan 1,000 files as one batch' }).click();
  const rows = page.getByRole('region', { name: 'Files of the batch' }).locator('tbody tr');
  await rows.nth(999).waitFor({ state: 'attached', timeout: 300_000 });
  await page.locator('.history li').nth(999).waitFor({ state: 'attached' });
  await assertNoLongTask(page, t);
  assert.deepEqual(heard, []);
});
