// @ts-check
// Which files of the package a page loads, and when.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startStaticServer } from '../support/static-server.mjs';

/** @type {Awaited<ReturnType<typeof startStaticServer>>} */
let site;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  [site, browser] = await Promise.all([startStaticServer(), launchChromium()]);
});
after(() => Promise.all([site?.stop(), browser?.close()]));

test('a page that only imports the package loads no wasm', async () => {
  const page = await browser.newPage();
  /** @type {string[]} */
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(`${site.address}/tests/browser/page.html`);
  await page.evaluate('import("metadefender-wasm")');
  const modules = loaded.filter((path) => path.startsWith('/dist/'));
  assert.deepEqual(modules.sort(), ['/dist/browser.js', '/dist/error.js', '/dist/metadefender.js']);
  await page.evaluate(
    'import("metadefender-wasm").then(({ digest }) => digest(new Blob(["abc"])))',
  );
  const then = loaded
    .filter((path) => path.startsWith('/dist/'))
    .filter((path) => !modules.includes(path));
  assert.deepEqual(then, ['/dist/metadefender.wasm']);
  await page.close();
});
