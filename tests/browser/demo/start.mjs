// @ts-check
import { createDemoServer } from '../../../scripts/demo-server.mjs';
import { complaints, launchChromium } from '../../support/chromium.mjs';
import { startGateway } from '../../support/gateway.mjs';

/**
 * The demo page as `npm start` serves it, with a gateway and a browser.
 * @param {string[]} options of the gateway
 */
export async function startDemo(...options) {
  const [gateway, browser] = await Promise.all([startGateway(...options), launchChromium()]);
  const site = await startSite();

  return {
    gateway,
    browser,
    /**
     * Opens the page.
     * @param {import('node:test').TestContext} t
     * @param {import('playwright-core').BrowserContextOptions & {
     *   baseUrl?: string, prepare?: (page: import('playwright-core').Page) => Promise<void>
     * }} [options]
     */
    async open(t, { baseUrl = gateway.address, prepare, ...options } = {}) {
      const context = await browser.newContext({ acceptDownloads: true, ...options });
      t.after(() => context.close());
      const page = await context.newPage();
      const heard = complaints(page);
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        const known = [site.address, new URL(baseUrl, site.address).origin].includes(origin);
        if (!known && !['blob:', 'data:'].includes(protocol)) heard.push(`asks ${origin}`);
      });
      await prepare?.(page);
      await page.goto(`${site.address}/?gateway=${encodeURIComponent(baseUrl)}`);
      return { page, heard };
    },
    async stop() {
      await Promise.all([gateway.stop(), browser.close(), site.stop()]);
    },
  };
}

/** The web server of the page. */
export async function startSite() {
  const server = createDemoServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Adds files to the page, as if the user had chosen them.
 * @param {import('playwright-core').Page} page
 * @param {Record<string, string>} files their texts by their names
 */
export function choose(page, files) {
  return page.evaluate((files) => {
    const upload = /** @type {import('metadefender-wasm/element').MetadefenderUpload} */ (
      document.querySelector('metadefender-upload')
    );
    upload.addFiles(Object.entries(files).map(([name, text]) => new File([text], name)));
  }, files);
}

/**
 * Clicks on a sample and waits for its verdict.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {string} outcome
 */
export async function trySample(page, name, outcome) {
  await page.getByRole('button', { name, exact: true }).click();
  await page.locator(`.report-view > .banner[data-outcome=${outcome}]`).waitFor();
}

/** A text that has not been scanned before. */
export const unique = () => `harmless ${Math.random().toString(36)}`;
