// @ts-check
import { basename } from 'node:path';
import { complaints } from '../../support/chromium.mjs';

/**
 * Opens a page with the element, chooses a file like a user, and waits until it is allowed.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {{ button: string, allowed: string }} [texts] English unless told
 * @returns {Promise<{ modules: string[], missing: string[], complaints: string[] }>} the names of the .wasm that were asked
 *   for, those of the files that were not there, and what else the console says
 */
export async function clickUpload(browser, address, texts = ENGLISH) {
  const page = await browser.newPage();
  const heard = complaints(page);
  /** @type {string[]} */
  const modules = [];
  /** @type {string[]} */
  const missing = [];
  page.on('response', (response) => {
    const name = basename(new URL(response.url()).pathname);
    if (name.endsWith('.wasm')) modules.push(name);
    if (response.status() === 404) missing.push(name);
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
  return {
    modules,
    missing,
    complaints: heard.filter((text) => !text.includes('404 (Not Found)')),
  };
}

const ENGLISH = { button: 'Choose a file', allowed: 'Allowed' };
export const GERMAN = { button: 'Datei auswählen', allowed: 'Zugelassen' };
