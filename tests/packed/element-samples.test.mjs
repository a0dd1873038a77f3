// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { complaints, launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { builtSample, renderedSample, staticSample } from './support/element-sample.mjs';
import { startUploadSite } from './support/upload-site.mjs';

const EICAR = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

/** For tests that wait for a request that may never be made. */
const LIMIT = { timeout: 60_000 };

/** @typedef {import('./support/element-sample.mjs').Served} Served */

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
});
after(() => Promise.all([gateway?.stop(), browser?.close()]));

describe('plain HTML, by an import map', () => clickThrough(async () => staticSample()));

for (const framework of ['React', 'Vue', 'Svelte']) {
  describe(framework, () => clickThrough(() => builtSample(framework.toLowerCase())));

  describe(`${framework}, rendered on the server`, () => {
    /** @type {Promise<Served> | undefined} */
    let served;
    const serve = () => (served ??= renderedSample(framework.toLowerCase()));

    test('the element is in the page with its attributes', async () => {
      const { html } = await serve();
      const tag = /<metadefender-upload [^>]*>(?=<\/metadefender-upload>)/.exec(html)?.[0] ?? html;
      for (const attribute of ['name="attachment"', 'base-url="/scan"', 'multiple', 'required']) {
        assert.match(tag, new RegExp(` ${attribute}[ =>]`));
      }
    });

    clickThrough(serve);
  });
}

/**
 * The interaction of a user with a sample.
 * @param {() => Promise<Served>} serve
 */
function clickThrough(serve) {
  /** @type {Awaited<ReturnType<typeof startUploadSite>>} */
  let site;
  /** @type {import('playwright-core').Page} */
  let page;
  /** @type {string[]} */
  let heard;

  before(async () => {
    site = await startUploadSite(gateway.address, await serve());
  });
  after(() => site?.stop());

  beforeEach(async () => {
    site.received.length = 0;
    page = await browser.newPage();
    heard = complaints(page);
    await page.goto(site.page);
    await page.getByText('Drop your documents here').waitFor();
  });
  afterEach(async () => {
    await page.close();
    site.release();
    await faults('/clear');
    assert.deepEqual(heard, []);
  });

  const click = (/** @type {string} */ name) => page.getByRole('button', { name }).click();
  const row = (/** @type {string} */ name) =>
    page.locator('metadefender-upload').getByRole('listitem').filter({ hasText: name });
  const seen = (/** @type {string} */ text) => page.getByText(text, { exact: true }).waitFor();
  const ready = (/** @type {number} */ files) => seen(`Files to send: ${files}`);
  const outcome = (/** @type {string} */ text) =>
    page.getByRole('list', { name: 'Outcomes' }).getByText(text, { exact: true }).waitFor();

  /** @param {{ name: string, text: string }} file */
  async function choose({ name, text }) {
    const dialog = page.waitForEvent('filechooser');
    await click('Choose files');
    const file = { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
    await (await dialog).setFiles(file);
  }

  /** Presses the submit button, and returns the browser's reason for not submitting. */
  async function refused() {
    await click('Send');
    const upload = page.locator('metadefender-upload');
    return upload.evaluate((/** @type {any} */ { validity, validationMessage }) => ({
      isMissing: validity.valueMissing,
      message: validationMessage,
    }));
  }

  test('only allowed files are sent, and nothing before they are', LIMIT, async () => {
    assert.equal((await refused()).isMissing, true);

    site.hold();
    const uploaded = site.next((method, path) => method === 'POST' && path === '/file');
    const letter = { name: 'letter.txt', text: unique() };
    await choose(letter);
    const { metadata } = await uploaded;
    assert.deepEqual(JSON.parse(decodeURIComponent(String(metadata))), { form: 'contact' });
    assert.match((await refused()).message, /is still being checked/);
    site.release();
    await outcome('letter.txt: allowed, no-threat-detected');
    await ready(1);

    await choose({ name: 'eicar.com', text: EICAR });
    await outcome('eicar.com: blocked, infected');
    await row('eicar.com').getByText('EICAR-Test-File (EICAR)', { exact: true }).waitFor();
    assert.match((await refused()).message, /eicar\.com/);
    assert.equal(site.received.length, 0);

    await click('Remove: eicar.com');
    await click('Send');
    await received();
    assert.equal(site.received.length, 1);
    const [form = new FormData()] = site.received;
    assert.deepEqual([...form.keys()], ['attachment', 'attachment-sha256', 'attachment-data-id']);
    const file = /** @type {File} */ (form.get('attachment'));
    assert.deepEqual([file.name, await file.text()], [letter.name, letter.text]);
    const sha256 = createHash('sha256').update(letter.text).digest('hex');
    assert.equal(String(form.get('attachment-sha256')).toLowerCase(), sha256);
    const report = await fetch(`${gateway.address}/file/${form.get('attachment-data-id')}`);
    const { file_info } = /** @type {any} */ (await report.json());
    assert.equal(file_info.sha256.toLowerCase(), sha256);
  });

  /** A framework's own handler says so, a form of the browser's leads to another page. */
  const received = () =>
    Promise.race([outcome('Sent'), page.waitForURL('**/received').then(() => {})]);

  test('a failed scan is reported and can be retried', async () => {
    await faults('', { fault: 'wrong-hash', operation: 'GET /file/{data_id}' });
    await choose({ name: 'letter.txt', text: unique() });
    await outcome('letter.txt: integrity');
    await ready(0);
    assert.match((await refused()).message, /letter\.txt/);
    await faults('/clear');
    await click('Try again: letter.txt');
    await outcome('letter.txt: allowed, no-threat-detected');
    await ready(1);
    assert.equal(site.received.length, 0);
  });

  test('it is reset with its form', async () => {
    await choose({ name: 'letter.txt', text: unique() });
    await ready(1);
    await click('Start again');
    await ready(0);
    await row('letter.txt').waitFor({ state: 'detached' });
    assert.equal((await refused()).isMissing, true);
  });

  test('removed from the page, it cancels its scans, and returns empty', LIMIT, async () => {
    site.hold();
    const uploaded = site.next((method, path) => method === 'POST' && path === '/file');
    await choose({ name: 'letter.txt', text: unique() });
    await uploaded;
    await row('letter.txt').getByText('In the queue').waitFor();
    // Otherwise the gateway would respond that the analysis is already finished.
    await faults('', { fault: 'status=200', operation: 'POST /file/{data_id}/cancel' });
    const cancelled = site.next((method, path) => /^POST .*\/cancel$/.test(`${method} ${path}`));
    // Not after a minute, during which it might return.
    await page.locator('metadefender-upload').evaluate((upload) => {
      upload.setAttribute('detach-timeout', '0');
    });
    await click('Without attachments');
    await cancelled;
    site.release();

    await click('With attachments');
    assert.equal((await refused()).isMissing, true);
    await choose({ name: 'other.txt', text: unique() });
    await outcome('other.txt: allowed, no-threat-detected');
    await ready(1);
    await row('letter.txt').waitFor({ state: 'detached' });
  });

  /** @param {string} path @param {object} [fault] */
  async function faults(path, fault) {
    const options = { method: 'POST', body: JSON.stringify(fault) };
    const { ok } = await fetch(`${gateway.address}/_gateway/faults${path}`, options);
    assert.ok(ok);
  }
}

/** Letters only: digits may look like a card number, which the gateway blocks. */
function unique() {
  return `Dear ${Math.random().toString(36).replace(/\d/g, '')}`;
}
