// @ts-check
import { launchChromium } from './chromium.mjs';
import { launchFirefox } from './firefox.mjs';
import { launchWebKit } from './webkit.mjs';

/**
 * @typedef {object} Browser
 * @property {(address: string) => Promise<Page>} open
 * @property {() => Promise<unknown>} close
 */

/**
 * @typedef {object} Page
 * @property {(name: string, ...args: unknown[]) => Promise<any>} call calls one of its global
 *   functions and waits for the answer
 * @property {(path: string) => Promise<unknown>} choose gives a file to its form
 */

/** @typedef {keyof typeof browsers} BrowserName */

export const browsers = { chromium, firefox, webkit };

/** @returns {Promise<Browser>} */
async function chromium() {
  const browser = await launchChromium();
  return {
    async open(address) {
      const page = await browser.newPage();
      await page.goto(address);
      return {
        call: (...call) => page.evaluate(callGlobal, call),
        choose: (path) => page.setInputFiles('input', path),
      };
    },
    close: () => browser.close(),
  };
}

/** @returns {Promise<Browser>} */
async function firefox() {
  const browser = await launchFirefox();
  return {
    async open(address) {
      const page = await browser.newPage();
      await page.goto(address);
      return {
        call: (...call) => page.evaluate(callGlobal, call),
        choose: async (path) => (await page.$('input'))?.uploadFile(path),
      };
    },
    close: () => browser.close(),
  };
}

/** @returns {Promise<Browser>} */
async function webkit() {
  const session = await launchWebKit();
  return {
    async open(address) {
      await session.goto(address);
      // The driver does not wait for module scripts.
      await session.execute(isLoaded, []);
      return {
        call: (...call) => session.execute(callGlobal, call),
        choose: (path) => session.type('input', path),
      };
    },
    close: session.close,
  };
}

/** In a page. @param {unknown[]} call the name of a function, and what it is given */
function callGlobal([name, ...args]) {
  return /** @type {any} */ (globalThis)[String(name)](...args);
}

/** In a page. */
function isLoaded() {
  const loaded = () => document.readyState === 'complete';
  return loaded() || new Promise((resolve) => addEventListener('load', () => resolve(true)));
}
