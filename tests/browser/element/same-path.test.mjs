// @ts-check
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { EICAR, elementTests, formWith, harmless } from '../../support/element.mjs';

const { open } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

const THEN = new Date('2024-02-29T12:00:00Z');

/** A folder, and a function that writes files into it, all with the same time. @param {import('node:test').TestContext} t */
async function folderOf(t) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  return async (/** @type {string} */ path, /** @type {string} */ text, time = THEN) => {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
    await utimes(file, time, time);
    return file;
  };
}

/** @param {UploadPage} form @param {string[]} paths */
const choose = (form, ...paths) => form.page.locator('input').first().setInputFiles(paths);

/** @param {UploadPage} form */
const states = (form) => form.do(({ items }) => items.map(({ name, state }) => `${name} ${state}`));

/** Waits until no scan is running. @param {UploadPage} form @param {number} count of files */
const settled = (form, count) =>
  form.page.waitForFunction((count) => {
    const upload = document.querySelector('metadefender-upload');
    return upload?.items.length === count && !upload.matches(':state(scanning)');
  }, count);

test('a changed file that is chosen again replaces its own row, and can be sent', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const write = await folderOf(t);
  const path = await write('report.txt', harmless());
  const other = await write('other.txt', harmless());
  await choose(form, path, other);
  await form.becomes('report.txt', 'allowed');
  const text = `${harmless()} and more`;
  await write('report.txt', text, new Date());
  await choose(form, path);
  await form.page.waitForFunction(
    (size) => document.querySelector('metadefender-upload')?.items[0]?.size === size,
    text.length,
  );
  await settled(form, 2);
  assert.deepEqual(await states(form), ['report.txt allowed', 'other.txt allowed']);
  await form.page.getByRole('button', { name: 'Send' }).click();
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  const [sent] = form.submitted[0]?.getAll('attachment') ?? [];
  assert.equal(await /** @type {File} */ (sent).text(), text);
});

test('the changed content is judged: a file that was allowed is now blocked', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const write = await folderOf(t);
  const path = await write('report.txt', harmless());
  await choose(form, path);
  await form.becomes('report.txt', 'allowed');
  await write('report.txt', EICAR, new Date());
  await choose(form, path);
  await form.becomes('report.txt', 'blocked');
  assert.deepEqual(await states(form), ['report.txt blocked']);
  assert.deepEqual(await form.formData(), []);
});

test('files of the same name, size and time are duplicates only if their bytes match', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const write = await folderOf(t);
  const [one, two, again] = [
    await write('a/letter.txt', 'to Ada'),
    await write('b/letter.txt', 'to Bob'),
    await write('c/letter.txt', 'to Ada'),
  ];
  await choose(form, one);
  await choose(form, two);
  await settled(form, 2);
  await choose(form, again);
  await form.page.getByText('1 file is in the list already.').first().waitFor();
  await choose(form, two);
  await settled(form, 2);
  assert.deepEqual(await states(form), ['letter.txt allowed', 'letter.txt allowed']);
  const contents = await form.do(({ files }) => Promise.all(files.map((file) => file.text())));
  assert.deepEqual(contents, ['to Ada', 'to Bob']);
});

test('equal names in one selection are told apart as well, and the form waits for it', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const isValid = await form.do((upload) => {
    const file = (/** @type {string} */ text) => new File([text], 'a.txt', { lastModified: 1 });
    upload.addFiles([file('one'), file('two'), file('one')]);
    return upload.checkValidity();
  });
  assert.equal(isValid, false);
  await settled(form, 2);
  assert.deepEqual(await states(form), ['a.txt allowed', 'a.txt allowed']);
});
