// @ts-check
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
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
  /** @type {Awaited<ReturnType<typeof startSite>> | undefined} */
  let site;
  /** @type {import('./browsers.mjs').Browser | undefined} */
  let browser;
  /** @type {import('./browsers.mjs').Page | undefined} */
  let page;
  // Of what was started before something failed, too.
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  everyCase(async (gateway) => {
    site = await startSite(gateway);
    browser = await browsers[name]();
    const { call } = (page = await browser.open(site[where]));
    return { runCase: (...which) => call('runCase', ...which), stop: async () => {} };
  });

  test('nothing of all this was against the policy', async () => {
    assert.deepEqual(await page?.call('violations'), []);
  });
}
