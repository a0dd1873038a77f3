// @ts-check
import { launchChromium } from '../support/chromium.mjs';
import { everyCase } from '../support/every-case.mjs';
import { startStaticServer } from '../support/static-server.mjs';

everyCase(async () => {
  const [site, browser] = await Promise.all([startStaticServer(), launchChromium()]);
  const page = await browser.newPage();
  await page.goto(`${site.address}/tests/browser/page.html`);
  return {
    runCase: (...which) => page.evaluate(runInPage, which),
    stop: () => Promise.all([site.stop(), browser.close()]),
  };
});

async function runInPage(/** @type {[string, string, string]} */ which) {
  const module = '/tests/behaviour/run-case.js';
  const { runCase } = await import(module);
  return runCase(...which);
}
