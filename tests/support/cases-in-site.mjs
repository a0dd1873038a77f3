// @ts-check
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browsers } from './browsers.mjs';
import { everyCase } from './every-case.mjs';
import { startSite } from './site.mjs';

/**
 * Makes a test of each case, in a page and in a worker of the static site of the packed package.
 * @param {import('./browsers.mjs').BrowserName} name
 */
export function everyCaseInSite(name) {
  for (const where of /** @type {const} */ (['page', 'worker'])) {
    describe(`${name}, ${where}`, () => casesIn(name, where));
  }
}

/**
 * @param {import('./browsers.mjs').BrowserName} name
 * @param {'page' | 'worker'} where
 */
function casesIn(name, where) {
  /** @type {import('./browsers.mjs').Page | undefined} */
  let page;
  everyCase(async (gateway) => {
    const [site, browser] = await Promise.all([startSite(gateway), browsers[name]()]);
    const { call } = (page = await browser.open(site[where]));
    return {
      runCase: (...which) => call('runCase', ...which),
      async stop() {
        await browser.close();
        await site.stop();
      },
    };
  });

  test('nothing of all this was against the policy', async () => {
    assert.deepEqual(await page?.call('violations'), []);
  });
}
