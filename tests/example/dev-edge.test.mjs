// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { complaints, launchChromium } from '../support/chromium.mjs';
import { startScript } from '../support/script.mjs';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startScript>>} */
let edge;
before(async () => {
  [browser, edge] = await Promise.all([launchChromium(), startScript('scripts/dev-edge.mjs')]);
});
after(() => Promise.all([browser?.close(), edge?.stop()]));

test('the demo page scans through the Worker, and only that has the key', async () => {
  const page = await browser.newPage();
  const heard = complaints(page);
  const [, demo = ''] = /Demo page +(\S+)/.exec(edge.output) ?? [];
  assert.equal(new URL(demo).origin, edge.address);
  assert.equal((await fetch(`${edge.gateway}/file/rules`)).status, 403);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));

  await page.goto(demo);
  await page.getByText('Connected to /scan').first().waitFor();
  await trySample('EICAR test file', 'blocked');
  await page.getByText('EICAR-Test-File (EICAR)').first().waitFor();
  await trySample('Harmless text', 'allowed');
  await trySample('Zip with one bad file', 'blocked');
  await page.close();

  const elsewhere = asked.filter(
    (url) => !/^(blob|data):/.test(url) && !url.startsWith(edge.address),
  );
  assert.deepEqual(elsewhere, []);
  // Chromium itself logs that the rules were refused.
  assert.deepEqual(
    heard.filter((it) => !it.includes('403')),
    [],
  );

  /** @param {string} name @param {string} outcome */
  async function trySample(name, outcome) {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator(`.report-view > .banner[data-outcome=${outcome}]`).waitFor();
  }
});

test('it ends on a signal, together with the gateway and the Worker', async () => {
  await edge.stop();
  await assert.rejects(fetch(`${edge.gateway}/health`));
  await assert.rejects(fetch(edge.address));
});
