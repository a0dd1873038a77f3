// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible } from '../../support/axe.mjs';
import { elementTests, formWith } from '../../support/element.mjs';
import { assertNoLongTask, watchTasks } from '../../support/long-tasks.mjs';
import { addMany, connectQuickly } from '../../support/quick-connection.mjs';

const { open } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

/** MDDC API Gateway, *Fetch Analysis Result By Hash*. */
const CLEAN = {
  data_id: 'known',
  process_info: { progress_percentage: 100, result: 'Allowed', blocked_reason: '' },
  scan_results: { progress_percentage: 100, scan_all_result_i: 0, scan_all_result_a: 'Clean' },
};

/**
 * A form whose element has so many files, all with their verdicts.
 * @param {import('node:test').TestContext} t
 * @param {number} count
 * @param {string} [attributes]
 */
async function formWithMany(t, count, attributes = '') {
  const form = await open(t, formWith(`base-url="GATEWAY" multiple ${attributes}`));
  await connectQuickly(form);
  await addMany(form, count);
  return form;
}

/** The accessible name of the focused button. @param {UploadPage} form */
const focused = (form) =>
  form.page.evaluate(() => {
    const at = document.activeElement;
    const inside = at?.shadowRoot?.activeElement ?? at;
    return inside?.getAttribute('aria-label') ?? inside?.textContent;
  });

/** Names of the files whose rows are within the list's scrollport. @param {UploadPage} form */
const seen = (form) =>
  form.do(({ shadowRoot }) => {
    const list = /** @type {Element} */ (shadowRoot?.querySelector('[part=list]'));
    const { top, bottom } = list.getBoundingClientRect();
    return [...list.querySelectorAll('[part~=row]')].flatMap((row) => {
      const box = row.getBoundingClientRect();
      const isSeen = box.bottom > top + 1 && box.top < bottom - 1;
      return isSeen ? row.querySelector('[part=name]')?.textContent : [];
    });
  });

/** Scrolls the list, and waits until it is drawn. @param {UploadPage} form @param {number} share 0 to 1 */
const scrollList = (form, share) =>
  form.do(async ({ shadowRoot }, share) => {
    const list = /** @type {Element} */ (shadowRoot?.querySelector('[part=list]'));
    list.scrollTop = share * (list.scrollHeight - list.clientHeight);
    await new Promise((resolve) =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined))),
    );
  }, share);

test('of four thousand files only the visible rows are rendered, without a long task', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await connectQuickly(form);
  await watchTasks(form.page);
  await addMany(form, 4_000);
  assert.ok((await form.rows.count()) < 40);
  assert.equal(
    await form.page.locator('[part=summary]').innerText(),
    '4,000 of 4,000 files checked · 1,084 not allowed',
  );
  await assertNoLongTask(form.page, t);
  assert.deepEqual(form.complaints, []);
});

test('small files are read together before their scans begin', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await form.page.route('**/hash/*', (route) => {
    const sha256 = /hash\/(\w+)/.exec(route.request().url())?.[1];
    const headers = { 'access-control-allow-origin': '*' };
    return route.fulfill({ headers, json: { ...CLEAN, file_info: { sha256 } } });
  });
  const { reads, read, size } = await form.do(async (upload) => {
    const files = Array.from({ length: 200 }, (_, index) => new File([`${index}`], `${index}.txt`));
    const { arrayBuffer } = Blob.prototype;
    let [reads, read] = [0, 0];
    Blob.prototype.arrayBuffer = function () {
      // Files that a busy machine reads slowly are read again individually.
      if (this.size > 3) [reads, read] = [reads + 1, read + this.size];
      return arrayBuffer.call(this);
    };
    const done = new Promise((resolve) =>
      upload.addEventListener('metadefender-verdict', () => {
        if (upload.validity.valid) resolve(undefined);
      }),
    );
    upload.addFiles(files);
    await done;
    Blob.prototype.arrayBuffer = arrayBuffer;
    return { reads, read, size: files.reduce((sum, { size }) => sum + size, 0) };
  });
  assert.ok(reads < 40, `read ${reads} times`);
  assert.ok(read > 0.9 * size, `${read} of ${size} bytes in groups`);
});

test('each row has its position and the number of rows; axe-core finds nothing', async (t) => {
  const form = await formWithMany(t, 1_000);
  await scrollList(form, 0.5);
  const [name = ''] = await seen(form);
  const index = Number(/\d+/.exec(name)?.[0]);
  assert.ok(index > 400 && index < 600, name);
  const row = form.row(name);
  assert.equal(await row.getAttribute('aria-posinset'), String(index + 1));
  assert.equal(await row.getAttribute('aria-setsize'), '1000');
  await assertAccessible(form.page, 'a thousand files');
});

test('at every scroll position the list is full and in order, and it ends with the last file', async (t) => {
  const form = await formWithMany(t, 1_000);
  for (const share of [0.1, 0.9, 0.31, 1]) {
    await scrollList(form, share);
    const names = await seen(form);
    const [first = ''] = names;
    const from = Number(/\d+/.exec(first)?.[0]);
    assert.ok(names.length >= 5, `${names}`);
    assert.deepEqual(
      names,
      names.map((_, index) => `file-${from + index}.txt`),
    );
  }
  assert.equal((await seen(form)).at(-1), 'file-999.txt');
});

test('visible rows stay in place when rows before them change their heights', async (t) => {
  const form = await formWithMany(t, 1_000);
  await scrollList(form, 0.5);
  const [name = ''] = await seen(form);
  const place = async () => (await form.row(name).boundingBox())?.y ?? NaN;
  const before = await place();
  // The rows before it lose a line, and one of them is removed.
  await form.do(async (upload) => {
    upload.messages = { reasons: { infected: '' } };
    upload.removeFile(/** @type {any} */ (upload.items[3]));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });
  assert.ok(Math.abs((await place()) - before) < 3, `${before} → ${await place()}`);
});

test('a list without its own scrollbar renders the rows that the page scrolls to', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple class="tall"'));
  await connectQuickly(form);
  await addMany(form, 1_000);
  assert.ok((await form.rows.count()) < 80);
  await form.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  await form.row('file-500.txt').waitFor();
  assert.ok((await form.rows.count()) < 80);
});

test('arrow keys, Page Up and Down, Home and End move between rows', async (t) => {
  const form = await formWithMany(t, 1_000);
  const { keyboard } = form.page;
  const remove = (/** @type {number} */ index) => `Remove: file-${index}.txt`;
  await form.page.getByRole('button', { name: remove(0), exact: true }).focus();
  const pressed = [];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowUp', 'Home', 'ArrowUp']) {
    await keyboard.press(key);
    pressed.push(await focused(form));
  }
  assert.deepEqual(
    pressed,
    [1, 2, 1, 999, 998, 0, 0].map((index) => remove(index)),
  );
  await keyboard.press('PageDown');
  const index = Number(/\d+/.exec((await focused(form)) ?? '')?.[0]);
  assert.ok(index >= 3 && index < 20, String(index));
  assert.ok((await seen(form)).includes(`file-${index}.txt`));
  await keyboard.press('PageUp');
  await keyboard.press('PageUp');
  assert.equal(await focused(form), remove(0));
});

test('the Tab key moves between rows, beyond the rendered ones, and back into the list', async (t) => {
  const form = await formWithMany(t, 200);
  const { keyboard } = form.page;
  await form.page.getByRole('button', { name: /^Remove: file-0\.txt/ }).focus();
  for (let index = 1; index <= 40; index += 1) {
    await keyboard.press('Tab');
    assert.equal(await focused(form), `Remove: file-${index}.txt`);
  }
  await form.page.getByRole('button', { name: 'Send' }).focus();
  await keyboard.press('Shift+Tab');
  assert.equal(await focused(form), 'Remove: file-199.txt');
  await keyboard.press('Shift+Tab');
  assert.equal(await focused(form), 'Remove: file-198.txt');
});

test('a focused row keeps the focus however far the list is scrolled', async (t) => {
  const form = await formWithMany(t, 1_000);
  const remove = form.page.getByRole('button', { name: 'Remove: file-20.txt', exact: true });
  await scrollList(form, 0.02);
  await remove.focus();
  await scrollList(form, 0.8);
  assert.equal(await focused(form), 'Remove: file-20.txt');
  assert.ok(!(await seen(form)).includes('file-20.txt'));
  await form.page.keyboard.press('ArrowDown');
  assert.equal(await focused(form), 'Remove: file-21.txt');
  assert.ok((await seen(form)).includes('file-21.txt'));
});

test('a removed row passes the focus on, whether the user or the page removes it', async (t) => {
  const form = await formWithMany(t, 200);
  const { keyboard } = form.page;
  const removed = (/** @type {string} */ name) => form.row(name).waitFor({ state: 'detached' });
  await form.page.getByRole('button', { name: 'Remove: file-0.txt', exact: true }).focus();
  await keyboard.press('End');
  await keyboard.press('Enter');
  await removed('file-199.txt');
  assert.equal(await focused(form), 'Remove: file-198.txt');
  await form.do((upload) => upload.removeFile(/** @type {any} */ (upload.items.at(-1))));
  await removed('file-198.txt');
  assert.equal(await focused(form), 'Remove: file-197.txt');
  await form.do((upload) => upload.clear());
  await removed('file-0.txt');
  assert.equal(await focused(form), 'Choose files');
});

test('rows are in place after a change of the width and back', async (t) => {
  const form = await formWithMany(t, 1_000);
  await scrollList(form, 0.5);
  for (const width of [320, 760]) {
    await form.page.setViewportSize({ width, height: 700 });
    await form.do(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const names = await seen(form);
    const from = Number(/\d+/.exec(names[0] ?? '')?.[0]);
    assert.deepEqual(
      names,
      names.map((_, index) => `file-${from + index}.txt`),
    );
    assert.ok(names.length >= 3 && from > 400 && from < 600, `${names}`);
  }
});
