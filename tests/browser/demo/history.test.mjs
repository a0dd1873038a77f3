// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { choose, startDemo, trySample, unique } from './start.mjs';
import { assertNoLongTask, watchTasks } from '../../support/long-tasks.mjs';

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo('--step-delay', '0');
});
after(() => demo?.stop());

test('the history lists the scans, newest first, and reopens their reports', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'EICAR test file', 'blocked');
  await trySample(page, 'Harmless text', 'allowed');
  const history = page.getByRole('list', { name: 'History of this tab' });
  const names = history.locator('.history-name');
  assert.deepEqual(await names.allTextContents(), ['harmless.txt', 'eicar.com']);
  await page.getByText('2 scans, 1 blocked').waitFor();

  await history.getByRole('button', { name: 'eicar.com' }).click();
  await page.locator('.report-view > .banner[data-outcome=blocked]').waitFor();
  const shown = history.locator('[aria-current=true] .history-name');
  assert.equal(await shown.textContent(), 'eicar.com');
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'eicar.com');
  await page.getByText('In this browser').waitFor();
  assert.deepEqual(heard, []);
});

test('the history survives a reload, and its reports come from the gateway', async (t) => {
  const { page, heard } = await demo.open(t);
  const name = '<i>x</i>.txt';
  await choose(page, { [name]: unique() });
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  await page.reload();
  const entry = page.locator('.history button');
  assert.equal(await entry.locator('.history-name').textContent(), name);
  await entry.click();
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  assert.equal(await page.locator('.report-heading h2').textContent(), name);
  await page.getByRole('region', { name: 'Hashes' }).getByText('by the server').first().waitFor();
  await assertAccessible(page);

  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByText('Nothing yet').waitFor();
  await page.reload();
  assert.equal(await page.locator('.history li').count(), 0);
  assert.deepEqual(heard, []);
});

test('a report that the gateway no longer has is shown as missing', async (t) => {
  const { page } = await demo.open(t);
  const gone = { name: 'gone.txt', size: 3, outcome: 'allowed', reason: 'no-threat-detected' };
  await page.evaluate(
    (entry) => {
      addEventListener('pagehide', () => {
        const entries = JSON.stringify([entry]);
        sessionStorage.setItem('metadefender-demo.history', entries);
      });
    },
    { ...gone, dataId: '0'.repeat(32), at: Date.now() },
  );
  await page.reload();
  await page.locator('.history button').click();
  await page.locator('.report-view > .banner[data-outcome=failed]').waitFor();
  assert.match(await page.locator('.banner').innerText(), /may have forgotten it/);
});

test('an invalid stored history does no harm', async (t) => {
  const { page, heard } = await demo.open(t);
  for (const stored of ['{', '{}', '[null, 7, {"name": 1}]']) {
    await page.evaluate((stored) => {
      addEventListener('pagehide', () =>
        sessionStorage.setItem('metadefender-demo.history', stored),
      );
    }, stored);
    await page.reload();
    await page.getByText('Nothing yet').waitFor();
  }
  assert.deepEqual(heard, []);
});

test('a thousand files are scanned, listed and, after a reload, listed again without a long task', async (t) => {
  const { page, heard } = await demo.open(t);
  await page.getByText('Connected to').first().waitFor();
  await watchTasks(page);
  const text = unique();
  await choose(
    page,
    Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`file-${index}.txt`, text])),
  );
  await page.getByText('1,000 scans, 0 blocked').waitFor({ timeout: 300_000 });
  await page.locator('.history li').nth(500).scrollIntoViewIfNeeded();
  await page.locator('.history button').nth(500).click();
  await page.locator('.report-view > .banner[data-outcome=allowed]').waitFor();
  await assertNoLongTask(page, t);
  await watchTasks(page);
  await page.reload();
  await page.locator('.history li').nth(999).waitFor({ state: 'attached' });
  await assertNoLongTask(page, t);
  assert.deepEqual(heard, []);
});
