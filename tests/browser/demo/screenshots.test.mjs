// @ts-check
import { after, before, test } from 'node:test';
import { launchChromium } from '../../support/chromium.mjs';
import { assertLooksAsKept } from '../../support/looks.mjs';
import { SERVICE, scriptService } from './scripted-service.mjs';
import { choose, startSite } from './start.mjs';
import { all, texts } from './states.mjs';
import { setFonts, stillPage } from '../../support/still.mjs';

const DESKTOP = { width: 1240, height: 800 };
const PHONE = { width: 390, height: 844 };

/** @typedef {import('playwright-core').Page} Page */

/**
 * @typedef {object} State
 * @property {string} name of the picture
 * @property {'light' | 'dark'} colorScheme
 * @property {{ width: number, height: number }} viewport
 * @property {(page: Page) => Promise<unknown>} reach
 * @property {number} [stuckAt] the percentage at which the analysis stays
 */

/** @type {State[]} */
const STATES = [
  {
    ...{ name: 'blocked-light-desktop', colorScheme: 'light', viewport: DESKTOP },
    reach: (page) => scanned(page, 'minutes.txt', 'application.docx', 'invoice-2026-03.com'),
  },
  {
    ...{ name: 'archive-dark-desktop', colorScheme: 'dark', viewport: DESKTOP },
    reach: async (page) => {
      await scanned(page, 'minutes.txt', 'handover.zip');
      await page.getByText('All 6 files shown.').waitFor();
    },
  },
  {
    ...{ name: 'scanning-dark-desktop', colorScheme: 'dark', viewport: DESKTOP, stuckAt: 64 },
    reach: async (page) => {
      await choose(page, { 'orders.csv': texts['orders.csv'] });
      await page.getByText('1.66 s').waitFor();
    },
  },
  {
    ...{ name: 'batch-light-desktop', colorScheme: 'light', viewport: DESKTOP },
    reach: batch,
  },
  {
    ...{ name: 'blocked-dark-phone', colorScheme: 'dark', viewport: PHONE },
    reach: async (page) => {
      await scanned(page, 'invoice-2026-03.com');
      await page.locator('.report-heading').evaluate((it) => it.scrollIntoView());
    },
  },
  {
    ...{ name: 'sanitised-light-phone', colorScheme: 'light', viewport: PHONE },
    reach: async (page) => {
      await scanned(page, 'application.docx');
      await page.locator('.report-heading').evaluate((it) => it.scrollIntoView());
    },
  },
  {
    ...{ name: 'dlp-dark-phone', colorScheme: 'dark', viewport: PHONE },
    reach: async (page) => {
      await scanned(page, 'orders.csv');
      await page.locator('.report-heading').evaluate((it) => it.scrollIntoView());
    },
  },
  {
    ...{ name: 'settings-light-phone', colorScheme: 'light', viewport: PHONE },
    reach: (page) => page.getByRole('button', { name: 'Settings' }).click(),
  },
];

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startSite>>} */
let site;

before(async () => {
  [browser, site] = await Promise.all([launchChromium(), startSite()]);
});
after(() => Promise.all([browser?.close(), site?.stop()]));

for (const { name, reach, stuckAt, ...look } of STATES) {
  test(`the page looks as in docs/screenshots/${name}.png`, async (t) => {
    const page = await stillPage(browser, look);
    t.after(() => page.context().close());
    await scriptService(page, all, { stuckAt });
    await page.goto(`${site.address}/?gateway=${encodeURIComponent(SERVICE)}`);
    await setFonts(page);
    await page.getByText('Connected to metadefender.example').first().waitFor();
    await reach(page);
    await page.mouse.move(0, 0);
    assertLooksAsKept(name, await page.screenshot({ animations: 'disabled' }));
  });
}

/**
 * Scans files, one after the other.
 * @param {Page} page
 * @param {...keyof typeof texts} names
 */
async function scanned(page, ...names) {
  for (const name of names) {
    await choose(page, { [name]: texts[name] });
    await page
      .locator(`.report-view:not(:has([data-outcome=scanning])) h2`, { hasText: name })
      .waitFor();
    await page.getByText('the server’s is the same').nth(3).waitFor();
  }
}

/** Scans all files as one batch. @param {Page} page */
async function batch(page) {
  await page.getByRole('radio', { name: 'As one batch' }).check();
  await page.locator('#batch-files').setInputFiles(
    Object.entries(texts).map(([name, text]) => ({
      ...{ name, mimeType: 'text/plain' },
      buffer: Buffer.from(text),
    })),
  );
  await page.getByRole('button', { name: 'Scan 5 files as one batch' }).click();
  await page.getByRole('heading', { name: 'Files', exact: true }).waitFor();
}
