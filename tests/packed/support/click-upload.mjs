// @ts-check
import { complaints } from '../../support/chromium.mjs';

/** What a browser says of a .wasm that its bundler has left out. */
export const NOT_FOUND =
  'Failed to load resource: the server responded with a status of 404 (Not Found)';

/**
 * Opens a page with the element in it, chooses a file as its user does, and waits until it is allowed.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {{ button: string, allowed: string }} [texts] English unless told
 * @returns {Promise<{ modules: string[], complaints: string[] }>} the paths of the .wasm that were asked for, and what the
 *   console says
 */
export async function clickUpload(browser, address, texts = ENGLISH) {
  const page = await browser.newPage();
  const heard = complaints(page);
  /** @type {string[]} */
  const modules = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.endsWith('.wasm')) modules.push(pathname);
  });
  try {
    await page.goto(address);
    const dialog = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: texts.button }).click();
    // In letters, as digits may look like a card number, which the gateway blocks.
    const buffer = Buffer.from(Math.random().toString(36).replace(/\d/g, ''));
    await (await dialog).setFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer });
    await page.getByRole('listitem').filter({ hasText: texts.allowed }).waitFor();
  } catch (cause) {
    throw new Error(`the console says: ${heard.join('\n')}`, { cause });
  } finally {
    await page.close();
  }
  return { modules, complaints: heard };
}

const ENGLISH = { button: 'Choose a file', allowed: 'Allowed' };
export const GERMAN = { button: 'Datei auswählen', allowed: 'Zugelassen' };
