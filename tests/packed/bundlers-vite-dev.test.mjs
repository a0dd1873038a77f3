// @ts-check
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { CONSUMER } from './support/bundler.mjs';
import { checkPage } from './support/sample-page.mjs';
import { startVite } from './support/vite.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
});
after(() => Promise.all([gateway?.stop(), browser?.close()]));

/**
 * @param {string} name
 * @param {string[]} [outputs]
 * @param {'vite' | 'vite-7'} [version]
 */
async function checkServed(name, outputs, version = 'vite') {
  const vite = await startVite(name, version);
  try {
    const { modules } = await checkPage(browser, vite.address, gateway.address, outputs);
    for (const path of modules)
      assert.match(path, /\/metadefender-wasm\/dist\/metadefender\.wasm$/);
    assert.equal(modules.size, 1);
  } finally {
    await vite.stop();
  }
}

/** Vite's cache of optimised dependencies. */
const forget = () => rm(join(CONSUMER, 'node_modules', '.vite'), { recursive: true, force: true });

test('without configuration, with an empty cache', async () => {
  await forget();
  await checkServed('page');
  await checkServed('page');
});

test('a package that Vite discovers late, in a worker, does not reload the page', async () => {
  await forget();
  await checkServed('worker-only', ['worker']);
});

test('Vite 7, with the package excluded from optimisation', async () => {
  await forget();
  await checkServed('vite-7', undefined, 'vite-7');
});
