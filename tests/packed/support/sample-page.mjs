// @ts-check
import assert from 'node:assert/strict';
import { complaints } from '../../support/chromium.mjs';
import { EXPECTED } from '../samples/bundlers/expected.js';

/**
 * Opens a sample's page and checks what it shows in its outputs: that the package does what it
 * should, by one load of the page and without a complaint.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {string} gateway
 * @param {string[]} [outputs]
 * @returns {Promise<{ modules: Set<string>, workers: number }>} from where the page took the .wasm, and how many
 *   workers it has started, its own and those that hash
 */
export async function checkPage(browser, address, gateway, outputs = ['page', 'worker']) {
  const page = await browser.newPage();
  const heard = complaints(page);
  /** @type {string[]} */
  const loads = [];
  page.on('framenavigated', (frame) => loads.push(frame.url()));
  /** @type {Set<string>} */
  const modules = new Set();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.wasm')) modules.add(pathname);
  });
  let workers = 0;
  page.on('worker', () => (workers += 1));
  const broken = new Promise((_, reject) => page.once('pageerror', reject));
  try {
    await page.goto(`${address}?gateway=${encodeURIComponent(gateway)}`);
    for (const id of outputs) {
      const output = page.locator(`#${id}:not(:empty)`);
      const text = await Promise.race([output.textContent(), broken]);
      assert.deepEqual(JSON.parse(String(text)), EXPECTED, `${id}; the console: ${heard}`);
    }
  } finally {
    broken.catch(() => {});
    await page.close();
  }
  assert.deepEqual(heard, []);
  assert.equal(loads.length, 1, `the page was loaded again: ${loads}`);
  return { modules, workers };
}
