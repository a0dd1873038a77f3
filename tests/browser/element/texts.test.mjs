// @ts-check
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { english } from '../../../src/element/languages/en.js';
import { EICAR, elementTests, formWith, harmless } from '../../support/element.mjs';

const { open } = elementTests();

/** Imports a language into the page. @param {import('../../support/element.mjs').UploadPage} form @param {string} lang */
const addLanguage = (form, lang) =>
  form.page.evaluate((name) => import(name), `metadefender-wasm/element/${lang}`);

const button = '[part=button]';

test('its texts are in its own language or that of the page; English if that is unknown', async (t) => {
  const form = await open(
    t,
    `<div lang="de-AT"><metadefender-upload base-url="GATEWAY" multiple></metadefender-upload></div>
     <metadefender-upload base-url="GATEWAY" lang="tlh"></metadefender-upload>`,
  );
  const buttons = form.page.locator(button);
  await form.page.getByText('Choose a file').waitFor();
  assert.deepEqual(await buttons.allInnerTexts(), ['Choose files', 'Choose a file']);
  await addLanguage(form, 'de');
  await form.page.getByText('Dateien auswählen').waitFor();
  assert.deepEqual(await buttons.allInnerTexts(), ['Dateien auswählen', 'Choose a file']);

  const first = form.upload.first();
  await first.evaluate((upload) => upload.setAttribute('lang', 'en'));
  await form.page.getByText('Choose files').waitFor();
  await first.evaluate((upload) => upload.removeAttribute('lang'));
  await first.evaluate((upload) =>
    /** @type {any} */ (upload).addFiles([new File([new Uint8Array(1234567)], 'a.bin')]),
  );
  // Numbers are formatted as in Austria.
  assert.equal(await form.page.locator('[part=size]').innerText(), '1,2 MB');
});

test('every text and every reason has a translation', async () => {
  const table = await readFile(
    new URL('../../../src/core/decide/result_code.rs', import.meta.url),
    'utf8',
  );
  const reasons = Array.from(table.matchAll(/row\(\s*\w+,\s*"([a-z-]+)"/g), ([, reason]) => reason);
  assert.ok(reasons.length >= 40);
  for (const lang of ['de', 'ar']) {
    const module = await import(`metadefender-wasm/element/${lang}`);
    const missing = reasons.filter((reason) => !module.messages.reasons[reason ?? '']);
    assert.deepEqual(missing, [], lang);
    // Those of the verdict itself have sentences in English, so translations need them as well.
    assert.deepEqual(
      Object.keys(english.reasons).filter((reason) => !module.messages.reasons[reason]),
      [],
    );
    assert.deepEqual(Object.keys(module.messages.errors), Object.keys(english.errors));
  }
});

test('the validation message is in the language of the page', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" required'), { lang: 'de' });
  await addLanguage(form, 'de');
  assert.equal(
    await form.do(({ validationMessage }) => validationMessage),
    'Bitte wählen Sie eine Datei aus.',
  );
  await form.do((upload, text) => upload.addFiles([new File([text], 'rechnung.com')]), EICAR);
  await form.becomes('rechnung.com', 'blocked');
  assert.equal(
    await form.do(({ validationMessage }) => validationMessage),
    '„rechnung.com“ kann nicht gesendet werden. Gesperrt: Infiziert. Bitte entfernen Sie die Datei.',
  );
});

test('right to left: rows start at the right, and a name keeps its own direction', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'), { lang: 'ar', dir: 'rtl' });
  await addLanguage(form, 'ar');
  await form.do(
    (upload, text) => upload.addFiles([new File([text], 'report (1).txt')]),
    harmless(),
  );
  await form.becomes('report (1).txt', 'allowed');
  await form.page.getByRole('button', { name: 'اختيار ملفات' }).waitFor();
  const row = form.row('report (1).txt');
  assert.equal(await row.locator('[part=status]').innerText(), 'مسموح');
  const [name, remove] = await Promise.all([
    row.locator('[part=name]').boundingBox(),
    row.locator('[part=remove]').boundingBox(),
  ]);
  assert.ok(name && remove && remove.x < name.x);
  assert.equal(
    await row.locator('[part=name]').evaluate((name) => getComputedStyle(name).direction),
    'ltr',
  );
});

test('single texts can be replaced by `messages`, in every plural form, and by slots', async (t) => {
  const slots = `<b slot="label">Attach your CV</b><i slot="hint">PDF only</i><span slot="button">Browse</span>`;
  const form = await open(t, formWith('base-url="GATEWAY" required', slots));
  await form.page.getByRole('button', { name: 'Browse' }).waitFor();
  assert.equal(await form.accessibleName('group'), 'Attachment', 'without its own texts');
  assert.equal(await form.page.getByText('Attach your CV').isVisible(), true);
  assert.equal(await form.page.getByText('PDF only').isVisible(), true);
  await form.do((upload) => {
    upload.messages = {
      invalid: /** @type {any} */ ({ missing: { other: 'Your CV, please.' } }),
      states: /** @type {any} */ ({ allowed: 'Fine' }),
    };
  });
  assert.equal(await form.do(({ validationMessage }) => validationMessage), 'Your CV, please.');
  await form.do((upload, text) => upload.addFiles([new File([text], 'cv.txt')]), harmless());
  await form.becomes('cv.txt', 'allowed');
  assert.equal(await form.row('cv.txt').locator('[part=status]').innerText(), 'Fine');
});

test('a link in a slot is a link and does not open the dialog', async (t) => {
  const form = await open(
    t,
    formWith('base-url="GATEWAY"', '<span slot="hint">See <a href="#policy">our policy</a></span>'),
  );
  /** @type {unknown[]} */
  const opened = [];
  form.page.on('filechooser', (chooser) => opened.push(chooser));
  await form.page.getByRole('link', { name: 'our policy' }).click();
  await form.page.waitForURL('**#policy');
  assert.deepEqual(opened, []);
});

test('English texts are marked as English in a page of another language', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" required'), { lang: 'fr' });
  const button = form.page.getByRole('button', { name: 'Choose a file' });
  await button.waitFor();
  assert.equal(await button.evaluate((at) => at.closest('[lang]')?.getAttribute('lang')), 'en');
  assert.equal(await form.accessibleDescription('button', 'Choose a file'), 'required');
});

test('limits are shown before anything is chosen', async (t) => {
  const form = await open(
    t,
    formWith('base-url="GATEWAY" multiple accept=".pdf, image/*" max-size="25 MB" max-files="5"'),
  );
  const hint = form.page.locator('[part=hint]');
  await hint.waitFor();
  assert.equal(await hint.innerText(), 'Types: pdf, image/* · up to 25 MB · up to 5 files');
  assert.equal(await form.accessibleDescription('button', 'Choose files'), await hint.innerText());
});

test('it can be styled by parts, custom properties and states', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple class="styled"'));
  const style = (/** @type {string} */ part, /** @type {string} */ property) =>
    form.page
      .locator(`[part~=${part}]`)
      .first()
      .evaluate((at, name) => getComputedStyle(at).getPropertyValue(name), property);
  await form.do((upload, text) => {
    upload.addFiles([new File([text], 'bad.com'), new File(['a'], 'good.txt')]);
  }, EICAR);
  await form.becomes('bad.com', 'blocked');
  assert.equal(await style('button', 'color'), 'rgb(1, 2, 3)');
  assert.equal(await style('blocked', 'background-color'), 'rgb(4, 5, 6)');
  await form.becomes('good.txt', 'allowed');
  assert.equal(await form.upload.evaluate((at) => getComputedStyle(at).outlineStyle), 'dotted');
});
