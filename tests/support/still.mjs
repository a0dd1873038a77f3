// @ts-check
import { readFileSync } from 'node:fs';

/** The fonts of the pictures: the same on every machine, whatever it has. */
const FONTS = {
  Inter: '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
  'JetBrains Mono':
    '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
};

/**
 * A page on which nothing is by chance: it is always the same moment, and time passes only while the
 * page waits for an answer or hashes, and then always the same time.
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} options
 */
export async function stillPage(browser, options) {
  const context = await browser.newContext({
    ...{ reducedMotion: 'reduce', locale: 'en-GB', timezoneId: 'UTC', deviceScaleFactor: 1 },
    // For the fonts only, which the page itself does not have.
    bypassCSP: true,
    ...options,
  });
  const page = await context.newPage();
  await page.addInitScript(holdTime, Date.parse('2026-03-02T09:41:09Z'));
  return page;
}

/** @param {import('playwright-core').Page} page */
export async function setFonts(page) {
  const faces = Object.entries(FONTS).map(([family, path]) => {
    const file = readFileSync(new URL(`../../node_modules/${path}`, import.meta.url));
    const source = `url(data:font/woff2;base64,${file.toString('base64')})`;
    return `@font-face { font-family: '${family}'; src: ${source}; font-weight: 100 900 }`;
  });
  const tokens = `:root { --sans: 'Inter'; --mono: 'JetBrains Mono' } * { caret-color: transparent }`;
  await page.addStyleTag({ content: `${faces.join('\n')}\n${tokens}` });
  await page.evaluate((families) => {
    const wanted = families.flatMap((family) => [400, 550, 700].map((w) => `${w} 1em '${family}'`));
    return Promise.all(wanted.map((font) => document.fonts.load(font)));
  }, Object.keys(FONTS));
}

/** Runs in the page. @param {number} date */
function holdTime(date) {
  let now = 1000;
  performance.now = () => now;
  Date.now = () => date;
  Math.random = () => 0.5;

  /** @type {Map<string, number[]>} */
  const times = new Map();
  /** @param {string} url */
  const answerTime = (url) => {
    const left = times.get(url) ?? (url.includes('/hash/') ? [46] : [120, 210, 940]);
    times.set(url, left.slice(1));
    return left[0] ?? 0;
  };
  const { fetch } = window;
  window.fetch = async (input, init) => {
    const response = await fetch(input, init);
    now += answerTime(input instanceof Request ? input.url : String(input));
    return response;
  };
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body) {
    this.addEventListener('load', () => (now += 318));
    send.call(this, body);
  };
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function () {
    const bytes = await arrayBuffer.call(this);
    now += 27;
    return bytes;
  };
}
