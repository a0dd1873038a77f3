// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementTests, formWith } from '../../support/element.mjs';
import { addMany, connectQuickly } from '../../support/quick-connection.mjs';

const { open } = elementTests();

/** The element between two inputs of the same name, with a hundred allowed files. */
const BETWEEN = formWith('base-url="GATEWAY" multiple').replace(
  /(<label>.*<\/label>)/s,
  '<input name="attachment" value="before"> $1 <input name="attachment" value="after">',
);

test('a thousand verdicts build the form value only a few times', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await connectQuickly(form);
  await form.page.evaluate(() => {
    const { setFormValue } = ElementInternals.prototype;
    const page = /** @type {any} */ (globalThis);
    page.entries = 0;
    ElementInternals.prototype.setFormValue = function (value, state) {
      if (value instanceof FormData) page.entries += [...value].length;
      setFormValue.call(this, value, state);
    };
  });
  await addMany(form, 1_000);
  // Building it for each verdict would add more than a million entries.
  const entries = Number(await form.page.evaluate('entries'));
  assert.ok(entries < 300_000, String(entries));
});

test('a form that is read during a verdict event has the file, in its place', async (t) => {
  const form = await open(t, BETWEEN);
  await connectQuickly(form);
  const read = await form.do(async (upload) => {
    const owner = /** @type {HTMLFormElement} */ (upload.form);
    const values = () =>
      new FormData(owner)
        .getAll('attachment')
        .map((value) => (value instanceof File ? value.name : value));
    /** @type {unknown[]} */
    const read = [];
    const verdict = new Promise((resolve) => {
      upload.addEventListener('metadefender-verdict', () => {
        read.push([owner.checkValidity(), values()]);
        resolve(undefined);
      });
    });
    upload.addFiles([new File(['a'], 'a.txt')]);
    read.push([owner.checkValidity(), values()]);
    await verdict;
    upload.removeFile(/** @type {any} */ (upload.items[0]));
    read.push([owner.checkValidity(), values()]);
    return read;
  });
  assert.deepEqual(read, [
    [false, ['before', 'after']],
    [true, ['before', 'a.txt', 'after']],
    [true, ['before', 'after']],
  ]);
});

test('a form that is submitted at the last verdict has all files', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await connectQuickly(form);
  await form.do((upload) => {
    upload.addEventListener('metadefender-verdict', () => {
      if (upload.form?.checkValidity()) upload.form.requestSubmit();
    });
    upload.addFiles(['a', 'b', 'c'].map((name) => new File([name], `${name}.txt`)));
  });
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  const [sent] = form.submitted;
  const files = /** @type {File[]} */ (sent?.getAll('attachment'));
  assert.deepEqual(
    files.map(({ name }) => name),
    ['a.txt', 'b.txt', 'c.txt'],
  );
  assert.deepEqual(
    [...(sent?.keys() ?? [])].filter((name) => !name.startsWith('attachment')),
    [],
  );
});

test('files that were removed, rescanned or refused in the same task are not sent', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await connectQuickly(form);
  await addMany(form, 3);
  const names = await form.do((upload) => {
    const names = () =>
      Array.from(new FormData(/** @type {any} */ (upload.form)).getAll('attachment'), (file) =>
        /** @type {File} */ (file).name.slice(5, 6),
      ).join('');
    const read = [names()];
    upload.removeFile(/** @type {any} */ (upload.items[1]));
    read.push(names());
    upload.accept = '.pdf';
    read.push(names());
    upload.accept = '';
    read.push(names());
    return read;
  });
  assert.deepEqual(names, ['012', '02', '', '']);
  await form.becomes('file-2.txt', 'allowed');
  assert.equal((await form.formData()).length, 6);
});

test('a `formdata` listener of the page finds the files', async (t) => {
  const form = await open(t, BETWEEN);
  await connectQuickly(form);
  const found = await form.do(async (upload) => {
    /** @type {string[]} */
    const found = [];
    upload.form?.addEventListener('formdata', ({ formData }) => found.push(...formData.keys()));
    const verdict = new Promise((resolve) => {
      upload.addEventListener('metadefender-verdict', () => {
        new FormData(/** @type {HTMLFormElement} */ (upload.form));
        resolve(undefined);
      });
    });
    upload.addFiles([new File(['a'], 'a.txt')]);
    await verdict;
    return found;
  });
  assert.deepEqual(found, [
    ...['attachment', 'attachment', 'attachment-sha256', 'attachment-data-id', 'attachment'],
  ]);
});

test('after a move to another form, that form sends the files', async (t) => {
  const form = await open(t, `${formWith('base-url="GATEWAY"')}<form id="other"></form>`);
  await connectQuickly(form);
  const counts = await form.do((upload) => {
    const before = /** @type {HTMLFormElement} */ (upload.form);
    const other = /** @type {HTMLFormElement} */ (document.getElementById('other'));
    return new Promise((resolve) => {
      upload.addEventListener('metadefender-verdict', () => {
        other.append(upload);
        resolve([before, other].map((form) => [...new FormData(form)].length));
      });
      upload.addFiles([new File(['a'], 'a.txt')]);
    });
  });
  assert.deepEqual(counts, [0, 3]);
});
