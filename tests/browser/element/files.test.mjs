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

test('dropped files are added, those in folders with their paths', async (t) => {
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

test('system files in folders are skipped, with a notice; chosen alone, they are added', async (t) => {
  const form = await open(
    t,
    formWith('base-url="GATEWAY" multiple max-files="3" accept=".txt,.ini"'),
  );
  const folder = await folderWith(t, {
    'in/a.txt': harmless(),
    'in/.DS_Store': 'x',
    'in/._a.txt': 'x',
    'in/deeper/Thumbs.db': 'x',
    'in/deeper/desktop.ini': 'x',
    'in/deeper/~$b.txt': 'x',
    'in/__MACOSX/deeper/b.txt': 'x',
    'in/deeper/b~$.txt': harmless(),
    'desktop.ini': harmless(),
  });
  const area = form.page.locator('[part=area]');
  await drag(form, [join(folder, 'in')], area);
  await form.page.getByText('6 files of the system were left out.').first().waitFor();
  await form.becomes('a.txt', 'allowed');
  assert.deepEqual((await states(form)).map(([path]) => path).sort(), [
    'in/a.txt',
    'in/deeper/b~$.txt',
  ]);
  await form.page.locator('input').first().setInputFiles(join(folder, 'desktop.ini'));
  await form.becomes('desktop.ini', 'allowed');
  await form.do((upload) => {
    upload.clear();
    upload.addFiles(['desktop.ini', 'c.txt'].map((name) => new File([name], name)));
  });
  await form.page.getByText('1 file of the system was left out.').first().waitFor();
  assert.deepEqual(
    (await states(form)).map(([path]) => path),
    ['c.txt'],
  );
});

test('a file dropped beside the element does not replace the page', async (t) => {
  const form = await open(t, `${formWith('base-url="GATEWAY"')}<h2>Elsewhere</h2>`);
  const folder = await folderWith(t, { 'a.txt': 'a' });
  // By default, the browser opens the file in place of the page.
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

test('a page that handles all drops still gets them, whichever listener comes first', async (t) => {
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

test('the form waits while a dropped folder is read, unless the element is cleared meanwhile', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'), { slow: true });
  // A folder with one file, whose listing waits until the test calls letGo().
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

test('a drop beside the element is left to other listeners', async (t) => {
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

test('pasted files are added; pasted text is not', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await paste(form, false);
  await paste(form, true);
  await form.becomes('pasted.txt', 'allowed');
  assert.equal(await form.page.locator('[part=notice]').isVisible(), false);
});

test('a new file replaces the old one; with `multiple` it is added', async (t) => {
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

test('files over the limit and duplicates are skipped, with a notice', async (t) => {
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

test('of several files for a single place the first is added, with a notice', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload) => upload.addFiles([new File(['a'], 'a.txt'), new File(['b'], 'b.txt')]));
  await form.page.getByText('There can be one file only: 1 was left out.').first().waitFor();
  assert.deepEqual(
    (await states(form)).map(([name]) => name),
    ['a.txt'],
  );
});

// HTML, The accept attribute: extensions and types, in any case, separated by commas.
test('files that do not match `accept` are refused and never sent', async (t) => {
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

test('if the system reports no type or another one, the extension decides', async (t) => {
  const form = await open(
    t,
    formWith('base-url="GATEWAY" multiple accept="text/csv, image/*, .zip, application/pdf"'),
  );
  await form.do((upload) =>
    upload.addFiles(
      [
        ['table.csv', 'application/vnd.ms-excel'],
        ['photo.HEIC', ''],
        ['photo.avif', 'application/octet-stream'],
        ['scan.pdf', ''],
        ['pasted', 'image/png'],
        ['table.xls', 'application/vnd.ms-excel'],
        ['csv', ''],
        ['photo.heic.exe', ''],
        ['page.html', 'text/html'],
      ].map(([name = '', type]) => new File([name], name, { type })),
    ),
  );
  const refused = (await states(form)).filter(([, state]) => state === 'type');
  assert.deepEqual(
    refused.map(([name]) => name),
    ['table.xls', 'csv', 'photo.heic.exe', 'page.html'],
  );
});

test('files larger than `max-size` and empty files are refused', async (t) => {
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

test('files smaller than `min-size` are refused', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple min-size="1 KiB"'));
  await form.do((upload) =>
    upload.addFiles([1023, 1024].map((size) => new File([new Uint8Array(size)], `${size}.bin`))),
  );
  await form.becomes('1024.bin', 'allowed');
  assert.deepEqual(await states(form), [
    ['1023.bin', 'small'],
    ['1024.bin', 'allowed'],
  ]);
  await form.row('1023.bin').getByText('It is smaller than 1 kB.').waitFor();
  assert.equal(await form.do(({ validity }) => validity.rangeUnderflow), true);
  await form.do((upload) => (upload.minSize = 1000));
  await form.becomes('1023.bin', 'allowed');
});

test('files over `max-total-size` are skipped; if the limit is lowered, the form is invalid', async (t) => {
  const form = await open(
    t,
    formWith('base-url="GATEWAY" multiple max-size="6 kB" max-total-size="10 kB"'),
  );
  await form.do((upload) => {
    const file = (/** @type {number} */ size) => new File([new Uint8Array(size)], `${size}.bin`);
    // The refused file does not count.
    upload.addFiles([6001, 6000, 5000, 4000].map(file));
  });
  await form.page
    .getByText('Together they can have 10 kB at most: 1 was left out.')
    .first()
    .waitFor();
  assert.deepEqual(
    (await states(form)).map(([name]) => name),
    ['6001.bin', '6000.bin', '4000.bin'],
  );
  await form.page.getByRole('button', { name: 'Remove: 6001.bin' }).click();
  await form.becomes('4000.bin', 'allowed');
  await form.becomes('6000.bin', 'allowed');
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
  await form.do((upload) => upload.setAttribute('max-total-size', '9 kB'));
  assert.deepEqual(
    await form.do((upload) => [upload.validity.rangeOverflow, upload.validationMessage]),
    [true, 'Together the files can have 9 kB at most: please remove some.'],
  );
});

test('a refused file does not count for `max-files`, nor replace the only file', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple max-files="1" accept=".txt"'));
  const add = (/** @type {string[]} */ names) =>
    form.do((upload, names) => upload.addFiles(names.map((name) => new File([name], name))), names);
  await add(['a.exe', 'b.txt', 'c.txt']);
  const refusedFirst = [
    ['a.exe', 'type'],
    ['b.txt', 'allowed'],
  ];
  await form.becomes('b.txt', 'allowed');
  assert.deepEqual(await states(form), refusedFirst);
  await form.do((upload) => (upload.multiple = false));
  await add(['d.exe', 'e.txt']);
  await form.becomes('e.txt', 'allowed');
  assert.deepEqual(await states(form), [['e.txt', 'allowed']]);
});

test('a button adds a whole folder, with its paths', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple directory'));
  const folder = await folderWith(t, { 'in/a.txt': harmless(), 'in/deeper/b.txt': harmless() });
  const opens = form.page.waitForEvent('filechooser');
  await form.page.getByRole('button', { name: 'Choose a folder' }).click();
  await (await opens).setFiles(join(folder, 'in'));
  await form.becomes('b.txt', 'allowed');
  assert.deepEqual((await states(form)).map(([path]) => path).sort(), [
    'in/a.txt',
    'in/deeper/b.txt',
  ]);
  await form.do((upload) => (upload.directory = false));
  await form.page.getByRole('button', { name: 'Choose a folder' }).waitFor({ state: 'hidden' });
});

test('`capture` is passed on to the file input', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" accept="image/*" capture="environment"'));
  const captured = () =>
    form.do(({ shadowRoot }) => shadowRoot?.querySelector('input')?.getAttribute('capture'));
  await form.page.waitForFunction(() =>
    document.querySelector('metadefender-upload')?.shadowRoot?.querySelector('[capture]'),
  );
  assert.equal(await captured(), 'environment');
  await form.do((upload) => upload.removeAttribute('capture'));
  await form.page.waitForFunction(
    () => !document.querySelector('metadefender-upload')?.shadowRoot?.querySelector('[capture]'),
  );
});

test('a name is shown as text and cannot look like another name', async (t) => {
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
  // The messages contain the names unchanged.
  assert.deepEqual(await form.do(({ items }) => items.map(({ name }) => name)), names);
});

test('changed limits apply to the files that are already there', async (t) => {
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
