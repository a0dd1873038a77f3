// @ts-check
import assert from 'node:assert/strict';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { drag, folderWith } from '../../support/dragging.mjs';
import { elementTests, formWith } from '../../support/element.mjs';

const { open } = elementTests({ scripts: ['/node_modules/quill/dist/quill.js'] });

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

/** For tests that wait for an event that may never come. */
const LIMIT = { timeout: 60_000 };

/** One black pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwADBwIAMCbHYQAAAABJRU5ErkJggg==',
  'base64',
);

/** A page with the element and other content. @param {import('node:test').TestContext} t @param {string} beside */
const openWith = (t, beside) => open(t, formWith('base-url="GATEWAY"') + beside);

/**
 * The next event of a type, after all listeners have run.
 * @param {UploadPage} form
 * @param {string} type
 */
const nextEvent = (form, type) =>
  form.page.evaluate(
    (type) =>
      new Promise((resolve) => {
        const heard = (/** @type {Event} */ event) =>
          setTimeout(() => resolve(event.defaultPrevented));
        document.addEventListener(type, heard, { capture: true, once: true });
      }),
    type,
  );

const items = (/** @type {UploadPage} */ form) => form.do(({ items }) => items.length);

test('Quill takes an image that is dropped on it', async (t) => {
  const form = await openWith(t, '<div id="editor"><p>Dear all</p></div>');
  const folder = await folderWith(t, { 'pixel.png': PNG });
  await form.page.evaluate(() => {
    const { Quill } = /** @type {any} */ (globalThis);
    /** @type {any} */ (globalThis).quill = new Quill('#editor');
  });
  await drag(form, [join(folder, 'pixel.png')], form.page.locator('.ql-editor'));
  const image = await form.page.locator('.ql-editor img').getAttribute('src');
  assert.equal(image, `data:image/png;base64,${PNG.toString('base64')}`);
  assert.equal(await items(form), 0);
});

test('drop listeners on editable elements, and on others, get their drops', async (t) => {
  const form = await openWith(
    t,
    `<div id="rich" contenteditable>text</div>
    <div contenteditable><p id="paragraph">in an editor</p></div>
    <textarea id="area"></textarea>
    <input id="field">
    <input id="address" type="email">
    <div><template shadowrootmode="open"><textarea id="shadow"></textarea></template></div>
    <div id="zone">Drop here</div>`,
  );
  const folder = await folderWith(t, { 'a.txt': 'a' });
  await form.page
    .locator('#zone')
    .evaluate((zone) => zone.addEventListener('dragover', (event) => event.preventDefault()));
  for (const id of ['rich', 'paragraph', 'area', 'field', 'address', 'shadow', 'zone']) {
    await dropOn(form, join(folder, 'a.txt'), form.page.locator(`#${id}`));
  }

  await form.page.evaluate(() => void (document.designMode = 'on'));
  await dropOn(form, join(folder, 'a.txt'), form.page.locator('h1'));
  assert.equal(await items(form), 0);
});

test('an iframe gets its drops', async (t) => {
  const form = await openWith(t, '<iframe srcdoc="<textarea id=target></textarea>"></iframe>');
  const folder = await folderWith(t, { 'a.txt': 'a' });
  const target = form.page.frameLocator('iframe').locator('#target');
  await dropOn(form, join(folder, 'a.txt'), target);
});

/**
 * Drops a file on a target with a listener, and waits until it arrives.
 * @param {UploadPage} form
 * @param {string} path
 * @param {import('playwright-core').Locator} target
 */
async function dropOn(form, path, target) {
  await target.evaluate((element) =>
    element.addEventListener('drop', (event) => {
      event.preventDefault();
      const { dataTransfer } = /** @type {DragEvent} */ (event);
      element.setAttribute('data-dropped', dataTransfer?.files[0]?.name ?? '');
    }),
  );
  await drag(form, [path], target);
  await target.locator(`:scope[data-dropped="${basename(path)}"]`).waitFor();
}

test('a file dropped beside its target does not replace the page', LIMIT, async (t) => {
  const form = await openWith(
    t,
    `<div contenteditable>text <b id="island" contenteditable="false">island</b></div>
    <p id="beside">beside an editor</p>
    <input id="read-only" readonly>
    <textarea id="disabled" disabled></textarea>
    <input id="box" type="checkbox">`,
  );
  const folder = await folderWith(t, { 'a.txt': 'a' });
  for (const id of ['island', 'beside', 'read-only', 'disabled', 'box']) {
    const isPrevented = nextEvent(form, 'dragover');
    const steps = ['dragEnter', 'dragOver'];
    await drag(form, [join(folder, 'a.txt')], form.page.locator(`#${id}`), steps);
    assert.equal(await isPrevented, true, id);
  }
});

test('a text field without a listener keeps its text, and the page stays', LIMIT, async (t) => {
  const form = await openWith(t, '<textarea id="target">what was typed</textarea>');
  const folder = await folderWith(t, { 'a.txt': 'a' });
  const isPrevented = nextEvent(form, 'drop');
  await drag(form, [join(folder, 'a.txt')], form.page.locator('#target'));
  assert.equal(await isPrevented, true);
  assert.equal(await form.page.locator('#target').inputValue(), 'what was typed');
});

describe('a clipboard with a text and its picture, as copied from a spreadsheet', () => {
  const FIELD = '<label slot="hint">Remark <textarea id="remark"></textarea></label>';

  /** Fills the clipboard like a program, and presses the keys to paste. @param {UploadPage} form @param {string[]} types */
  async function paste(form, types) {
    const context = form.page.context();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await form.page.evaluate(
      async ([types, png]) => {
        const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
        const parts = {
          'text/plain': new Blob(['12\t34'], { type: 'text/plain' }),
          'image/png': new Blob([bytes], { type: 'image/png' }),
        };
        const data = Object.entries(parts).filter(([type]) => types.includes(type));
        await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(data))]);
      },
      /** @type {const} */ ([types, PNG.toString('base64')]),
    );
    await form.page.keyboard.press('Control+V');
  }

  test('a text field in a slot gets the text', async (t) => {
    const form = await open(t, formWith('base-url="GATEWAY"', FIELD));
    await form.page.locator('#remark').focus();
    await paste(form, ['text/plain', 'image/png']);
    await form.page.waitForFunction(
      () => /** @type {any} */ (document.getElementById('remark')).value === '12\t34',
    );
    assert.equal(await items(form), 0);
  });

  test('the element gets the picture, also from the field if there is no text', async (t) => {
    const form = await open(t, formWith('base-url="GATEWAY" multiple', FIELD));
    await form.do((upload) => upload.focus());
    await paste(form, ['text/plain', 'image/png']);
    await form.rows.nth(0).waitFor();
    await form.page.locator('#remark').focus();
    await paste(form, ['image/png']);
    await form.page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('metadefender-upload')).items.length === 2,
    );
    assert.equal(await form.page.locator('#remark').inputValue(), '');
  });
});
