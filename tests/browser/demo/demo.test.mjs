// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startGateway } from '../../support/gateway.mjs';
import { assertAccessible } from '../../support/axe.mjs';
import { choose, startDemo, trySample, unique } from './start.mjs';

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

test('before the first scan, the page explains itself', async (t) => {
  const { page, heard } = await demo.open(t);
  await page.getByText('Connected to').first().waitFor();
  await page.getByRole('heading', { name: 'Is this file safe?' }).waitFor();
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('a chosen file is analysed and allowed; another one with the same bytes is looked up', async (t) => {
  const { page, heard } = await demo.open(t);
  const text = unique();
  await choose(page, { 'harmless.txt': text });
  const banner = page.locator('.report-view > .banner');
  await page.locator('.banner[data-outcome=allowed]').waitFor();
  assert.match(await banner.innerText(), /Allowed No threat detected[\s\S]*Analysed by 1 engine/);
  const upload = page.getByRole('row', { name: /^Upload/ });
  assert.match(await upload.innerText(), /at [\d.]+ m?s, \d+ bytes[\s\S]*[\d.]+ m?s$/);
  await assertAccessible(page);

  await choose(page, { 'again.txt': text });
  await page.getByRole('heading', { name: 'again.txt' }).waitFor();
  await page.getByText('nothing was uploaded').waitFor();
  assert.match(await upload.innerText(), /not needed$/);
  assert.deepEqual(heard, []);
});

test('EICAR is blocked, and the threat is named', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'EICAR test file', 'blocked');
  const banner = page.locator('.report-view > .banner');
  assert.match(await banner.innerText(), /Blocked Infected[\s\S]*EICAR-Test-File by EICAR/);
  assert.equal(await page.locator('.history li').count(), 1);
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('a YARA rule that matches is named and described', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'YARA match', 'blocked');
  const panel = page.getByRole('region', { name: 'YARA rules that matched' });
  assert.match(await panel.innerText(), /Demo_Marker\s+The marker with which/);
  assert.deepEqual(heard, []);
});

test('a harmless text is allowed', async (t) => {
  const { page, heard } = await demo.open(t);
  await trySample(page, 'Harmless text', 'allowed');
  assert.deepEqual(heard, []);
});

test('an unknown result is undetermined, and the page says not to trust the file', async (t) => {
  const { page, heard } = await demo.open(t);
  const fault = 'set=/scan_results/scan_all_result_i:999';
  const body = JSON.stringify({ fault, operation: 'GET /file/{data_id}' });
  const headers = { 'Content-Type': 'application/json' };
  const address = `${demo.gateway.address}/_gateway/faults`;
  assert.ok((await fetch(address, { method: 'POST', body, headers })).ok);
  t.after(() => fetch(`${address}/clear`, { method: 'POST' }));
  await trySample(page, 'Harmless text', 'undetermined');
  await page.getByText('do not trust this file').waitFor();
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('a file can be dropped or pasted anywhere on the page', async (t) => {
  const { page, heard } = await demo.open(t);
  for (const type of ['drop', 'paste']) {
    const name = `${type}ped.txt`;
    await page.evaluate(([type, name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name));
      const init = { bubbles: true, cancelable: true };
      const event =
        type === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...init, clipboardData: transfer });
      document.querySelector('.stage')?.dispatchEvent(event);
    }, /** @type {const} */ ([type, name, unique()]));
    await page.getByRole('heading', { name }).waitFor();
    await page.locator('.banner[data-outcome=allowed]').waitFor();
  }
  assert.deepEqual(heard, []);
});

test('the name of a file is shown as text, never as HTML', async (t) => {
  const { page, heard } = await demo.open(t);
  const name = '<img src=x onerror=alert(1)>.txt';
  await choose(page, { [name]: unique() });
  await page.locator('.banner[data-outcome=allowed]').waitFor();
  assert.equal(await page.locator('.report-heading h2').innerText(), name);
  assert.equal(await page.locator('.history-name').textContent(), name);
  assert.equal(await page.locator('main img').count(), 0);
  assert.deepEqual(heard, []);
});

test('the progress of a scan is shown, and the scan can be cancelled', async (t) => {
  const slow = await startGateway('--step-delay', '5000');
  t.after(() => slow.stop());
  const { page, heard } = await demo.open(t, { baseUrl: slow.address });
  await page.getByRole('button', { name: 'Harmless text' }).click();
  const going = page.locator('.timeline [data-state=going]');
  await going.filter({ hasText: /^(Queue|Analysis)/ }).waitFor();
  await page.getByRole('progressbar', { name: 'The whole scan' }).waitFor();
  await assertAccessible(page);

  await page.getByRole('button', { name: 'Cancel the scan of harmless.txt' }).click();
  await page.locator('.report-view > .banner[data-outcome=cancelled]').waitFor();
  assert.match(await page.locator('.banner').innerText(), /Cancelled[\s\S]*do not trust/);
  await assertAccessible(page);
  assert.deepEqual(heard, []);
});

test('while several files are scanned, the report of the first one stays open', async (t) => {
  const { page, heard } = await demo.open(t);
  await choose(page, { 'first.txt': unique(), 'second.txt': unique(), 'third.txt': unique() });
  await page.locator('.history li').nth(2).waitFor();
  assert.equal(await page.locator('.report-heading h2').innerText(), 'first.txt');
  assert.deepEqual(heard, []);
});

test('a failed scan shows the reason and a remedy', async (t) => {
  const { page } = await demo.open(t);
  await page.getByText('Connected to').first().waitFor();
  await choose(page, { 'empty.txt': '' });
  const row = page.getByRole('listitem').filter({ hasText: 'empty.txt' }).first();
  await row.waitFor();
  const busy = JSON.stringify({ fault: 'status=500', operation: 'POST /file' });
  const headers = { 'Content-Type': 'application/json' };
  const address = `${demo.gateway.address}/_gateway/faults`;
  await fetch(address, { method: 'POST', body: busy, headers });
  t.after(() => fetch(`${address}/clear`, { method: 'POST' }));
  await page.getByRole('button', { name: 'Harmless text' }).click();
  await page.locator('.report-view > .banner[data-outcome=failed]').waitFor();
  assert.match(
    await page.locator('.banner').innerText(),
    /HTTP 500[\s\S]*gateway’s log[\s\S]*server/,
  );
  await assertAccessible(page);
});
