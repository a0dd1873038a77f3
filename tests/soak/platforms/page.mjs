// @ts-check
import { browsers } from '../../support/browsers.mjs';
import { startCensus } from '../../support/memory/chromium.mjs';
import { launchChromium } from '../../support/chromium.mjs';
import { startStaticServer } from '../../support/static-server.mjs';
import { prefixOf } from '../faults.mjs';

const PAGE = 'tests/soak/platforms/page.html';

/**
 * A page in Chromium that runs scenarios, many at once.
 * @param {string} gateway its address
 * @returns {Promise<import('../attempt.mjs').Platform>}
 */
export async function startChromiumPage(gateway) {
  const [site, browser] = await Promise.all([startStaticServer(), launchChromium()]);
  const page = await browser.newPage();
  await page.goto(`${site.address}/${PAGE}`);
  /** @param {unknown[]} call */
  const call = (...call) => page.evaluate(callGlobal, call);
  return {
    ...platformOf(gateway, call),
    census: await startCensus(page),
    stop: () => Promise.all([site.stop(), browser.close()]),
  };
}

/**
 * The same in Firefox, whose memory cannot be looked into from outside: only what the module has of it is counted.
 * @param {string} gateway its address
 * @returns {Promise<import('../attempt.mjs').Platform>}
 */
export async function startFirefoxPage(gateway) {
  const [site, browser] = await Promise.all([startStaticServer(), browsers.firefox()]);
  const page = await browser.open(`${site.address}/${PAGE}`);
  return {
    ...platformOf(gateway, page.call),
    census: () => page.call('counts'),
    stop: () => Promise.all([site.stop(), browser.close()]),
  };
}

/** @param {string} gateway @param {(name: string, ...args: unknown[]) => Promise<any>} call */
const platformOf = (gateway, call) => ({
  // As many connections as browsers have to one host.
  atOnce: 6,
  /** @param {import('../scenario.mjs').Api} api */
  baseUrl: (api) => gateway + prefixOf(api),
  /** @param {unknown[]} which */
  run: (...which) => call('runScenario', ...which),
  complaints: () => call('said'),
});

/** In the page. @param {unknown[]} call the name of a function, and what it is given */
function callGlobal([name, ...args]) {
  return /** @type {any} */ (globalThis)[String(name)](...args);
}
