// @ts-check
import puppeteer from 'puppeteer-core';

/** Starts the Firefox that FIREFOX names, driven by WebDriver BiDi. */
export function launchFirefox() {
  const executablePath = process.env.FIREFOX;
  if (!executablePath) throw new Error('FIREFOX names no browser: run `npm test`');
  return puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
}
