// @ts-check
import { after, before, test } from 'node:test';
import { launchChromium } from '../../support/chromium.mjs';
import { connectByName } from '../../support/connection-by-name.mjs';
import { startForms } from '../../support/forms.mjs';
import { assertLooksAsKept } from '../../support/looks.mjs';
import { setFonts, stillPage } from '../../support/still.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startForms>>} */
let forms;

before(async () => {
  [browser, forms] = await Promise.all([launchChromium(), startForms('http://127.0.0.1:9')]);
});
after(() => Promise.all([browser?.close(), forms?.stop()]));

/** @type {[name: string, size: number, outcome: string][]} */
const FILES = [
  ['letter of application.pdf', 182_400, 'allowed'],
  ['invoice.docx', 38_912, 'blocked'],
  ['certificates.7z', 512_000, 'undetermined'],
  ['photo.jpg', 2_411_000, 'failed'],
  ['portfolio.zip', 24_700_000, 'upload'],
  ['references.pdf', 96_000, 'allowed'],
];

/** A folder of files, of which the list renders the visible rows. @type {typeof FILES} */
const MANY = Array.from({ length: 1200 }, (_, index) => {
  const outcome = index === 1 ? 'blocked' : index < 3 ? 'allowed' : 'upload';
  return [`scan-${String(index + 1).padStart(4, '0')}.pdf`, 48_000 + 731 * index, outcome];
});

const PICTURES = {
  'element-light': {
    colorScheme: /** @type {const} */ ('light'),
    width: 720,
    lang: 'en',
    dir: 'ltr',
  },
  'element-many-light': {
    colorScheme: /** @type {const} */ ('light'),
    width: 720,
    lang: 'en',
    dir: 'ltr',
  },
  'element-arabic-dark-phone': {
    ...{ colorScheme: /** @type {const} */ ('dark'), width: 390, lang: 'ar', dir: 'rtl' },
  },
};

/** The files of each picture, by default those above. @type {Record<string, typeof FILES>} */
const OTHER_FILES = { 'element-many-light': MANY };

for (const [name, { colorScheme, width, lang, dir }] of Object.entries(PICTURES)) {
  test(`the element looks as in docs/screenshots/${name}.png`, async (t) => {
    const page = await stillPage(browser, { colorScheme, viewport: { width, height: 640 } });
    t.after(() => page.context().close());
    const attributes =
      'multiple max-size="25 MB" accept=".pdf,.docx,.zip,.7z,.jpg" concurrency="1"';
    const body = `<metadefender-upload class="${name === 'element-many-light' ? '' : 'tall'}" base-url="GATEWAY" ${attributes}></metadefender-upload>`;
    await forms.open(page, body, { lang, dir });
    if (lang !== 'en') {
      await page.evaluate((name) => import(name), `metadefender-wasm/element/${lang}`);
    }
    await setFonts(page);
    await connectByName(page);
    await page.locator('metadefender-upload').evaluate((upload, files) => {
      const made = files.map(([name, size, outcome]) => {
        const file = new File(['x'], name, { lastModified: 0, type: `test/${outcome}` });
        // Has the stated size without that many bytes.
        return Object.defineProperty(file, 'size', { value: size });
      });
      /** @type {any} */ (upload).addFiles(made);
    }, OTHER_FILES[name] ?? FILES);
    await page.locator('[data-state=scanning]').first().waitFor();
    const upload = page.locator('metadefender-upload');
    assertLooksAsKept(name, await upload.screenshot({ animations: 'disabled' }));
  });
}
