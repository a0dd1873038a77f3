// @ts-check
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { drag, folderWith } from '../../support/dragging.mjs';
import { elementTests, formWith, harmless } from '../../support/element.mjs';

const { open } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

/** Names and states of the files. @param {UploadPage} form */
const states = (form) =>
  form.do(({ items }) => items.map(({ path, state, refusal }) => [path, refusal ?? state]));

test('files that are dropped are taken, those in folders with their paths', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const many = Array.from({ length: 120 }, (_, index) => [`in/many/${index}.txt`, `${index}`]);
  const folder = await folderWith(t, {
    'alone.txt': harmless(),
    'in/a.txt': harmless(),
    'in/deeper/b.txt': harmless(),
    ...Object.fromEntries(many),
  });
  const area = form.page.locator('[part=area]');
  await drag(form, [join(folder, 'in'), join(folder, 'alone.txt')], area, [
    'dragEnter',
    'dragOver',
  ]);
  await form.page.locator('metadefender-upload:state(dragging)').waitFor();
  await drag(form, [join(folder, 'in'), join(folder, 'alone.txt')], area, ['drop']);
  await form.row('alone.txt').waitFor();
  const paths = (await states(form)).map(([path]) => path).sort();
  // The browser lists a hundred entries of a folder at a time.
  assert.deepEqual(
    paths,
    ['alone.txt', 'in/a.txt', 'in/deeper/b.txt', ...many.map(([path]) => path)].sort(),
  );
  assert.equal(await form.page.locator('metadefender-upload:state(dragging)').count(), 0);
});

test('a file that misses the element does not replace the page', async (t) => {
  const form = await open(t, `${formWith('base-url="GATEWAY"')}<h2>Elsewhere</h2>`);
  const folder = await folderWith(t, { 'a.txt': 'a' });
  // Where nobody prevents that, the browser opens the file in place of the page.
  const isPrevented = form.page.evaluate(
    () =>
      new Promise((resolve) => {
        window.addEventListener('dragover', (event) =>
          setTimeout(() => resolve(event.defaultPrevented)),
        );
      }),
  );
  const elsewhere = form.page.getByRole('heading', { name: 'Elsewhere' });
  await drag(form, [join(folder, 'a.txt')], elsewhere, ['dragEnter', 'dragOver']);
  assert.equal(await isPrevented, true);
  assert.deepEqual(await states(form), []);
});

test('a page that takes drops anywhere does so, whoever listens first', async (t) => {
  const form = await open(t, `${formWith('base-url="GATEWAY"')}<h2>Elsewhere</h2>`);
  const folder = await folderWith(t, { 'a.txt': 'a' });
  const dropped = form.page.evaluate(
    () =>
      new Promise((resolve) => {
        window.addEventListener('dragover', (event) => event.preventDefault());
        window.addEventListener('drop', (event) => {
          event.preventDefault();
          resolve(event.dataTransfer?.files[0]?.name);
        });
      }),
  );
  const elsewhere = form.page.getByRole('heading', { name: 'Elsewhere' });
  await drag(form, [join(folder, 'a.txt')], elsewhere);
  assert.equal(await dropped, 'a.txt');
  assert.deepEqual(await states(form), []);
});

test('while a dropped folder is read the form waits; emptied meanwhile, it does without', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'), { slow: true });
  // A folder with one file; whoever asks what it holds waits to be let go.
  await form.page.evaluate(() => {
    /** @type {(() => void)[]} */
    const held = [];
    const file = new File(['a'], 'a.txt');
    const entry = { isFile: true, fullPath: '/in/a.txt', file: (/** @type {any} */ f) => f(file) };
    const createReader = () => {
      const answers = [[entry], []];
      return {
        readEntries: (/** @type {any} */ resolve) => held.push(() => resolve(answers.shift())),
      };
    };
    DataTransferItem.prototype.webkitGetAsEntry = () => /** @type {any} */ ({ createReader });
    /** @type {any} */ (globalThis).letGo = () => held.splice(0).map((answer) => answer());
  });
  const folder = await folderWith(t, { 'in/a.txt': 'a' });
  const area = form.page.locator('[part=area]');
  const letGo = () => form.page.waitForFunction('letGo().length');
  await drag(form, [join(folder, 'in')], area);
  assert.deepEqual(await form.do((upload) => [upload.checkValidity(), upload.validationMessage]), [
    false,
    'Please wait: the files are still being read.',
  ]);
  await form.page.getByText('Reading the files …').first().waitFor();
  await letGo();
  await letGo();
  await form.row('a.txt').waitFor();

  await form.do((upload) => upload.clear());
  await drag(form, [join(folder, 'in')], area);
  await form.page.getByText('Reading the files …').first().waitFor();
  await form.do((upload) => upload.clear());
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
  await form.page.locator('[part=notice]').waitFor({ state: 'hidden' });
  await letGo();
  await letGo();
  assert.deepEqual(await states(form), []);
});

test('a drop beside it is left to whoever wants it', async (t) => {
  const form = await open(t, `${formWith('base-url="GATEWAY"')}<input type="file" id="native">`);
  const folder = await folderWith(t, { 'a.txt': 'a' });
  await drag(form, [join(folder, 'a.txt')], form.page.locator('#native'));
  await form.page.waitForFunction(
    () => /** @type {any} */ (document.getElementById('native')).files.length === 1,
  );
  assert.deepEqual(await states(form), []);
});

/** Pastes into the element. @param {UploadPage} form @param {boolean} file */
const paste = (form, file) =>
  form.do((upload, [file, text]) => {
    const clipboardData = new DataTransfer();
    if (file) clipboardData.items.add(new File([/** @type {string} */ (text)], 'pasted.txt'));
    else clipboardData.setData('text/plain', 'only text');
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, composed: true });
    upload.shadowRoot?.querySelector('button')?.dispatchEvent(event);
  }, /** @type {const} */ ([file, harmless()]));

test('files that are pasted are taken; a pasted text is none', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await paste(form, false);
  await paste(form, true);
  await form.becomes('pasted.txt', 'allowed');
  assert.equal(await form.page.locator('[part=notice]').isVisible(), false);
});

test('one file takes the place of the other; with `multiple` they add up', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { slow: true });
  await form.choose(['first.txt', harmless()]);
  await form.becomes('first.txt', 'scanning');
  await form.choose(['second.txt', harmless()]);
  await form.becomes('second.txt', 'scanning');
  assert.deepEqual(await states(form), [['second.txt', 'scanning']]);
  await form.do(
    (upload, files) => {
      upload.multiple = true;
      upload.addFiles(files.map((name) => new File([name], name)));
    },
    ['third.txt', 'fourth.txt'],
  );
  assert.equal((await states(form)).length, 3);
});

test('too many, and the same ones again, are left out, and it is said', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple max-files="2"'));
  await form.do((upload) => {
    const file = (/** @type {string} */ name) => new File([name], name, { lastModified: 1 });
    upload.addFiles([file('a.txt'), file('a.txt'), file('b.txt'), file('c.txt')]);
  });
  await form.page
    .getByText('1 file is in the list already. There can be 2 files at most: 1 was left out.')
    .first()
    .waitFor();
  assert.deepEqual(
    (await states(form)).map(([name]) => name),
    ['a.txt', 'b.txt'],
  );
});

test('several files for one place: the first is taken, and it is said', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload) => upload.addFiles([new File(['a'], 'a.txt'), new File(['b'], 'b.txt')]));
  await form.page.getByText('There can be one file only: 1 was left out.').first().waitFor();
  assert.deepEqual(
    (await states(form)).map(([name]) => name),
    ['a.txt'],
  );
});

// HTML, The accept attribute: extensions and types, in any case, separated by commas.
test('what `accept` does not name is refused and never sent', async (t) => {
  const form = await open(
    t,
    formWith('base-url="GATEWAY" multiple accept=".PDF, image/*,text/Plain"'),
  );
  const asked = form.page.waitForRequest('**/hash/**');
  await form.do((upload) =>
    upload.addFiles(
      [
        ['a.pdf', ''],
        ['b.jpeg', 'image/jpeg'],
        ['c.txt', 'text/plain;charset=utf-8'],
        ['d.exe', 'application/x-msdownload'],
        ['pdf', ''],
        ['e.image', 'imagery/x'],
      ].map(([name = '', type]) => new File([name], name, { type })),
    ),
  );
  const refused = (await states(form)).filter(([, state]) => state === 'type');
  assert.deepEqual(
    refused.map(([name]) => name),
    ['d.exe', 'pdf', 'e.image'],
  );
  assert.deepEqual(
    await form.do(({ validity, validationMessage }) => [validity.typeMismatch, validationMessage]),
    [
      true,
      '“d.exe” cannot be sent. Not accepted: Files of this type are not accepted. Please remove it.',
    ],
  );
  await asked;
  await form.becomes('c.txt', 'allowed');
});

test('what is larger than `max-size`, or empty, is refused', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple max-size="1 KiB"'));
  await form.do((upload) =>
    upload.addFiles([
      new File([new Uint8Array(1024)], 'fits.bin'),
      new File([new Uint8Array(1025)], 'large.bin'),
      new File([], 'empty.bin'),
    ]),
  );
  await form.becomes('fits.bin', 'allowed');
  assert.deepEqual(await states(form), [
    ['fits.bin', 'allowed'],
    ['large.bin', 'size'],
    ['empty.bin', 'empty'],
  ]);
  assert.equal(await form.do(({ validity }) => validity.rangeOverflow), true);
});

test('a name is shown as text, and cannot pass for another one', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const names = [
    '<img src=x onerror=alert(1)>.txt',
    'invoice\u202Efdp.exe',
    'a\nb\u0000c\u200F.txt',
  ];
  await form.do(
    (upload, names) => upload.addFiles(names.map((name) => new File([name], name))),
    names,
  );
  await form.rows.nth(2).waitFor();
  assert.deepEqual(await form.page.locator('[part=name]').allTextContents(), [
    '<img src=x onerror=alert(1)>.txt',
    'invoice\uFFFDfdp.exe',
    'a\uFFFDb\uFFFDc\uFFFD.txt',
  ]);
  assert.equal(await form.page.locator('[part=name] img').count(), 0);
  // What is said of them is their name as it is.
  assert.deepEqual(await form.do(({ items }) => items.map(({ name }) => name)), names);
});

test('limits that change are those of the files that are there', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple accept=".txt"'));
  await form.do((upload) =>
    upload.addFiles(['a.txt', 'b.pdf', 'c.txt'].map((name) => new File([name], name))),
  );
  await form.becomes('c.txt', 'allowed');
  await form.do((upload) => (upload.accept = '.txt, .pdf'));
  await form.becomes('b.pdf', 'allowed');
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
  await form.do((upload) => (upload.maxFiles = 2));
  assert.deepEqual(
    await form.do((upload) => [upload.validity.rangeOverflow, upload.validationMessage]),
    [true, 'There can be 2 files at most: please remove 1.'],
  );
  await form.do((upload) => {
    upload.maxFiles = Infinity;
    upload.maxSize = 4;
  });
  assert.equal(await form.do((upload) => upload.validity.rangeOverflow), true);
  assert.deepEqual(await form.formData(), []);
});
