// @ts-check
import { chromium } from 'playwright-core';

/** Starts the Chromium that CHROMIUM names. Nothing that it does goes out to the net. */
export function launchChromium() {
  const executablePath = process.env.CHROMIUM;
  if (!executablePath) throw new Error('CHROMIUM names no browser: run `npm test`');
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-sync'];
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-component-update'];
  return chromium.launch({ executablePath, args: [...args, ...quiet] });
}

/**
 * What a page says that it should not: errors, warnings, what a policy kept from it.
 * @param {import('playwright-core').Page} page
 */
export function complaints(page) {
  /** @type {string[]} */
  const heard = [];
  page.on('pageerror', (error) => heard.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) heard.push(message.text());
  });
  return heard;
}
