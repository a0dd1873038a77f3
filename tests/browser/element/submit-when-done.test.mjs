// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementTests, formWith } from '../../support/element.mjs';

const { open } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

/** A form with two buttons and a field. */
const FORM = formWith('base-url="GATEWAY" multiple submit-when-done').replace(
  '<button>Send</button>',
  `<label>Title <input name="title" required></label>
   <button name="how" value="sent">Send</button>
   <button name="how" value="draft" formnovalidate>Save draft</button>`,
);

/**
 * Opens the form. Scans end when `finish` is called, with its verdict.
 * @param {import('node:test').TestContext} t
 */
async function openHeld(t) {
  const form = await open(t, FORM);
  await form.do((upload) => {
    /** @type {((verdict: string) => void)[]} */
    const running = [];
    const scan = () =>
      new Promise((resolve) => {
        running.push((verdict) =>
          resolve({ verdict, reason: 'infected', threats: [], digests: {}, dataId: 'x' }),
        );
      });
    upload.connection = /** @type {any} */ ({ scan });
    const finish = (/** @type {string} */ verdict) => running.shift()?.(verdict);
    const page = Object.assign(/** @type {any} */ (globalThis), { finish, submits: 0 });
    upload.form?.addEventListener('submit', () => (page.submits += 1));
  });
  return form;
}

/** @param {UploadPage} form @param {string} verdict */
const finish = (form, verdict) => form.page.evaluate(`finish('${verdict}')`);

/** @param {UploadPage} form */
const isHeld = (form) => form.do((upload) => upload.matches(':state(held)'));

/** @param {UploadPage} form @param {string} name */
const press = (form, name) => form.page.getByRole('button', { name, exact: true }).click();

test('a submission waits for the scans, and is sent with its button', async (t) => {
  const form = await openHeld(t);
  await form.page.getByLabel('Title').fill('A title');
  await form.choose(['a.txt', 'a'], ['b.txt', 'b']);
  await press(form, 'Send');
  await form.page.getByText('The form is sent as soon as the files are checked.').first().waitFor();
  assert.equal(await form.page.evaluate('submits'), 0, 'the page is not told before');
  await finish(form, 'allowed');
  await form.becomes('a.txt', 'allowed');
  assert.equal(await isHeld(form), true);
  await finish(form, 'allowed');
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  const [sent, ...more] = form.submitted;
  assert.deepEqual(more, []);
  assert.equal(sent?.getAll('attachment').length, 2);
  assert.equal(sent?.get('how'), 'sent');
});

test('with a blocked file the form is not sent, and a message says why', async (t) => {
  const form = await openHeld(t);
  await form.page.getByLabel('Title').fill('A title');
  await form.choose(['a.txt', 'a']);
  await press(form, 'Send');
  await finish(form, 'blocked');
  await form.page
    .getByText('The form was not sent. “a.txt” cannot be sent. Blocked: Infected.')
    .first()
    .waitFor();
  assert.equal(await isHeld(form), false);
  await press(form, 'Remove: a.txt');
  await form.row('a.txt').waitFor({ state: 'detached' });
  // A refused submission is not sent later.
  await form.do(() => new Promise((resolve) => setTimeout(resolve)));
  assert.deepEqual([await form.page.evaluate('submits'), form.submitted.length], [0, 0]);
});

test('other fields are validated before the wait, and again before the form is sent', async (t) => {
  const form = await openHeld(t);
  await form.choose(['a.txt', 'a']);
  await press(form, 'Send');
  assert.equal(await isHeld(form), false, 'the title is missing');
  await form.page.getByLabel('Title').fill('A title');
  await press(form, 'Send');
  assert.equal(await isHeld(form), true);
  await form.page.getByLabel('Title').fill('');
  await finish(form, 'allowed');
  await form.becomes('a.txt', 'allowed');
  assert.deepEqual([await isHeld(form), form.submitted.length], [false, 0]);
});

test('a reset drops the submission; a cancelled file prevents it', async (t) => {
  const form = await openHeld(t);
  await form.page.getByLabel('Title').fill('A title');
  await form.choose(['a.txt', 'a']);
  await press(form, 'Send');
  await form.do(({ form }) => form?.reset());
  assert.equal(await isHeld(form), false);
  await form.page.getByLabel('Title').fill('A title');
  await form.choose(['b.txt', 'b']);
  await press(form, 'Send');
  assert.equal(await isHeld(form), true);
  await press(form, 'Cancel: b.txt');
  await form.page
    .getByText(/The form was not sent.*Cancelled/)
    .first()
    .waitFor();
  assert.equal(form.submitted.length, 0);
});

test('a button with `formnovalidate` submits at once', async (t) => {
  const form = await openHeld(t);
  await form.choose(['a.txt', 'a']);
  await press(form, 'Save draft');
  await form.page.waitForURL(/^http:\/\/127.0.0.1:\d+\/$/);
  const [sent] = form.submitted;
  assert.deepEqual([sent?.get('how'), sent?.getAll('attachment')], ['draft', []]);
});
