// @ts-check
import puppeteer from 'puppeteer-core';

/** Starts Firefox, driven by WebDriver BiDi. @param {string} program */
export async function startFirefox(program) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    headless: true,
    // A row takes minutes.
    protocolTimeout: 0,
  });
  return {
    version: (await browser.version()).replace(/^\w+\//, ''),
    /** @param {string} url */
    async open(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return {
        /** @param {string} expression */
        evaluate: (expression) => page.evaluate(expression),
        /** @param {string} selector @param {string[]} files */
        async choose(selector, files) {
          const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (
            await page.$(selector)
          );
          await input.uploadFile(...files);
        },
        close: () => page.close(),
      };
    },
    stop: () => browser.close(),
  };
}
