// @ts-check
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { SERVICE, scriptService } from './scripted-service.mjs';
import { choose, startDemo } from './start.mjs';
import { all, texts } from './states.mjs';

/** @type {Awaited<ReturnType<typeof startDemo>>} */
let demo;
before(async () => {
  demo = await startDemo();
});
after(() => demo?.stop());

/** @param {import('playwright-core').Page} page */
const prepare = (page) => scriptService(page, all);

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
  test(`each report is accessible and fits 320 px, ${colorScheme}`, async (t) => {
    // WCAG 2.2, 1.4.10: 1280 px at a zoom of 400 %.
    const viewport = { width: 320, height: 640 };
    const options = { baseUrl: SERVICE, prepare, colorScheme, viewport };
    const { page, heard } = await demo.open(t, options);
    for (const [name, text] of Object.entries(texts)) {
      await choose(page, { [name]: text });
      const shown = page.locator('.report-view:not(:has(> .banner[data-outcome=scanning]))');
      await shown.getByRole('heading', { name, exact: true }).waitFor();
      await page.getByText('the server’s is the same').nth(3).waitFor();
      await assertAccessible(page);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320, name);
    }
    assert.deepEqual(heard, []);
  });
}

test('the report can be reached by keyboard, and focus returns from the settings', async (t) => {
  const { page } = await demo.open(t);
  await page.getByText('Connected to').first().waitFor();
  const focused = () => page.evaluate('document.activeElement.id');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'report');
  await page.getByRole('button', { name: 'Settings' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'open-settings');
});

test('the page is readable in forced colours', async (t) => {
  const options = { baseUrl: SERVICE, prepare, forcedColors: /** @type {const} */ ('active') };
  const { page } = await demo.open(t, options);
  await choose(page, { 'invoice-2026-03.com': texts['invoice-2026-03.com'] });
  await page.locator('.report-view > .banner[data-outcome=blocked]').waitFor();
  const [seal, bar] = await page.evaluate(() =>
    ['.seal', '.timeline .bar'].map((selector) => {
      const element = /** @type {Element} */ (document.querySelector(selector));
      const { borderTopStyle, backgroundColor } = getComputedStyle(element);
      return { borderTopStyle, backgroundColor };
    }),
  );
  assert.equal(seal?.borderTopStyle, 'solid', 'a background is not to be seen');
  assert.notEqual(bar?.backgroundColor, 'rgba(0, 0, 0, 0)');
});
