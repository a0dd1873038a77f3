// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { elementTests, formWith, harmless } from '../../support/element.mjs';

const { open } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

const KEPT = [
  { id: '7', name: 'contract.pdf', href: '/files/7', size: 48_200 },
  { id: 'b', name: 'photo\u202Egpj.exe', href: 'javascript:alert(1)' },
];

/** @param {UploadPage} form */
const keep = (form) => form.do((upload, kept) => void (upload.keptFiles = kept), KEPT);

/** @param {string} name @param {UploadPage} form */
const remove = (form, name) => form.page.getByRole('button', { name: `Remove: ${name}` }).click();

test('files that the server already has are shown, can be removed, and their ids are sent', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple required max-files="3"'));
  await keep(form);
  const row = form.row('contract.pdf');
  assert.match(await row.innerText(), /co\s*ntract\.pdf\s*48\.2 kB\s*Stored already/);
  assert.match(
    (await row.getByRole('link', { name: 'contract.pdf' }).getAttribute('href')) ?? '',
    /^http:.*\/files\/7$/,
  );
  assert.equal(await form.page.getByRole('link').count(), 1, 'no link runs a script');
  await assertAccessible(form.page, 'kept files');
  // They satisfy `required`, and count for `max-files`.
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
  await form.choose(['new.txt', harmless()], ['over.txt', harmless()]);
  await form.becomes('new.txt', 'allowed');
  await form.page.getByText('There can be 3 files at most: 1 was left out.').first().waitFor();
  assert.deepEqual(
    await form.do(({ shadowRoot }) =>
      Array.from(shadowRoot?.querySelectorAll('[part~=row]') ?? [], (row) => row.ariaPosInSet),
    ),
    ['1', '2', '3'],
  );

  const events = await form.listen();
  await remove(form, 'contract.pdf');
  await form.row('contract.pdf').waitFor({ state: 'detached' });
  assert.deepEqual(
    (await events()).map(({ type }) => type),
    ['change'],
  );
  assert.deepEqual(await form.do(({ keptFiles }) => keptFiles.map(({ id }) => id)), ['b']);
  await form.page.getByRole('button', { name: 'Send' }).click();
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  const [sent] = form.submitted;
  assert.deepEqual(sent?.getAll('attachment-kept'), ['b']);
  assert.equal(sent?.getAll('attachment').length, 1);
});

test('with `required`, removing all of them makes the form invalid; a reset restores them', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple required'));
  await keep(form);
  await remove(form, 'contract.pdf');
  await remove(form, 'photo\uFFFDgpj.exe');
  await form.rows.first().waitFor({ state: 'detached' });
  assert.equal(await form.do(({ validity }) => validity.valueMissing), true);
  await form.do(({ form }) => form?.reset());
  await form.row('contract.pdf').waitFor();
  assert.deepEqual(await form.formData(), [
    ['attachment-kept', '7'],
    ['attachment-kept', 'b'],
  ]);
});

test('without `multiple`, a new file replaces that of the server', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" name="cv[]"'));
  await form.do((upload, [kept]) => {
    upload.name = 'cv[]';
    upload.keptFiles = kept ? [kept] : [];
  }, KEPT);
  assert.deepEqual(await form.formData(), [['cv-kept[]', '7']]);
  await form.choose(['new.txt', harmless()]);
  await form.becomes('new.txt', 'allowed');
  assert.equal(await form.rows.count(), 1);
  assert.deepEqual(
    (await form.formData()).map(([name]) => name),
    ['cv[]', 'cv-sha256[]', 'cv-data-id[]'],
  );
});

test('the property can be set before the element is defined, and cannot be edited if disabled', async (t) => {
  const form = await open(t, '<p></p>');
  await form.page.evaluate((kept) => {
    const upload = document.createElement('metadefender-upload');
    upload.setAttribute('disabled', '');
    upload.keptFiles = kept;
    document.querySelector('main')?.append(upload);
  }, KEPT);
  await form.page.getByRole('button', { name: 'Remove: contract.pdf', disabled: true }).waitFor();
});

test('files that were removed stay removed after going back to the page', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const url = form.page.url();
  await keep(form);
  await remove(form, 'contract.pdf');
  await form.row('contract.pdf').waitFor({ state: 'detached' });
  assert.deepEqual(await form.formData(), [['attachment-kept', 'b']]);
  await form.page.goto('about:blank');
  await form.page.goBack();
  await form.page.waitForURL(url);
  await form.page.waitForFunction(() => customElements.get('metadefender-upload'));
  if ((await form.do(({ keptFiles }) => keptFiles.length)) === 0) await keep(form);
  assert.deepEqual(await form.do(({ keptFiles }) => keptFiles.map(({ id }) => id)), ['b']);
});
