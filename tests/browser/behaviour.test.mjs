// @ts-check
import { after, before, describe, test } from 'node:test';
import { cases } from '../behaviour/cases.js';
import { launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { startStaticServer } from '../support/static-server.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startStaticServer>>} */
let site;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;

before(async () => {
  [gateway, site, browser] = await Promise.all([
    startGateway(),
    startStaticServer(),
    launchChromium(),
  ]);
  page = await browser.newPage();
  await page.goto(`${site.address}/tests/browser/page.html`);
});
after(() => Promise.all([gateway?.stop(), site?.stop(), browser?.close()]));

/** Runs in the page; answers what went wrong, if anything. */
async function runCase(/** @type {{ group: string, name: string, gateway: string }} */ which) {
  const module = '/tests/behaviour/cases.js';
  const { cases } = await import(module);
  try {
    await cases[which.group][which.name](which.gateway);
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.stack}` : `${error}`;
  }
}

for (const [group, tests] of Object.entries(cases)) {
  describe(group, () => {
    for (const name of Object.keys(tests)) {
      test(name, async () => {
        const problem = await page.evaluate(runCase, { group, name, gateway: gateway.address });
        if (problem) throw new Error(problem);
      });
    }
  });
}
