// @ts-check
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '../support/chromium.mjs';
import { startStaticServer } from '../support/static-server.mjs';

/**
 * A runtime that uses the front end.
 * @typedef {object} Runtime
 * @property {(name: string, baseUrl: string) => Promise<any>} use
 * @property {() => Promise<unknown>} stop
 */

/** @param {string} site @returns {Promise<Runtime>} */
export async function inNode(site) {
  const { use } = await import(pathToFileURL(join(site, 'uses.js')).href);
  const module = await readFile(join(site, 'consumer_bg.wasm'));
  return { use: (name, baseUrl) => use(module, name, baseUrl), stop: async () => {} };
}

/** @param {string} site @returns {Promise<Runtime>} */
export async function inChromium(site) {
  const [server, browser] = await Promise.all([startStaticServer({}, site), launchChromium()]);
  const page = await browser.newPage();
  await page.goto(`${server.address}/index.html`);
  return {
    use: (name, baseUrl) => page.evaluate(useInPage, { name, baseUrl }),
    stop: () => Promise.all([server.stop(), browser.close()]),
  };
}

async function useInPage(/** @type {{ name: string, baseUrl: string }} */ { name, baseUrl }) {
  const module = '/uses.js';
  const { use } = await import(module);
  return use('/consumer_bg.wasm', name, baseUrl);
}
