// @ts-check
// What the user of FilePond sees, and what the server behind it gets.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launchChromium } from '../../support/chromium.mjs';
import { startGateway } from '../../support/gateway.mjs';
import { until } from '../../support/until.mjs';
import { builtUploader, startReceivingSite } from '../support/receiving-site.mjs';
import { EICAR, letter, toFile, VIRUS } from '../support/uploads.mjs';

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {string} */
let root;
/** @type {Awaited<ReturnType<typeof startReceivingSite>>} */
let site;
/** @type {import('playwright-core').Page} */
let page;
before(async () => {
  [gateway, browser, root] = await Promise.all([
    startGateway(),
    launchChromium(),
    builtUploader('filepond.html'),
  ]);
  site = await startReceivingSite(gateway.address, root);
});
after(() => Promise.all([site?.stop(), gateway?.stop(), browser?.close()]));
beforeEach(async () => {
  // FilePond draws each frame by itself, which takes long without a graphics card.
  page = await browser.newPage({ viewport: { width: 360, height: 320 } });
  site.reset();
});
afterEach(async () => {
  site.scans.release();
  await gateway.behave();
  await page.close();
});

/** @param {object} [options] of FilePond @param {string} [server] tus, url or none */
async function open(options = {}, server = 'tus') {
  const search = new URLSearchParams({ options: JSON.stringify(options), server });
  await page.goto(`${site.address}/filepond.html?${search}`);
}

/** @param {{ name: string, text: string }[]} files */
async function choose(...files) {
  const dialog = page.waitForEvent('filechooser');
  await page.getByText('Browse').click();
  await (await dialog).setFiles(files.map(toFile));
}

const item = (/** @type {string} */ name) =>
  page.locator('.filepond--item').filter({ hasText: name });
const seen = (/** @type {string} */ name, /** @type {string | RegExp} */ text) =>
  item(name).locator('.filepond--file-status').getByText(text).waitFor();
const press = (/** @type {string} */ name, /** @type {string} */ button) =>
  item(name).getByRole('button', { name: button }).click();
const gone = (/** @type {string} */ name) => item(name).waitFor({ state: 'detached' });
const names = () => site.received.map(({ name }) => name).sort();
/** @template T @param {(pond: any) => T} work @returns {Promise<Awaited<T>>} */
const inPage = (work) => page.evaluate(`(${work})(window.pond)`);

/** What a page does that wants all to be uploaded. Of a file that cannot be, FilePond never settles it. */
const processAll = () =>
  inPage((pond) => {
    pond.processFiles().catch(() => {});
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });

test('only allowed files are uploaded, with a verdict that the server verifies', async () => {
  await open();
  await choose(letter('letter.txt'), VIRUS);
  await seen('letter.txt', 'Upload complete');
  await seen('eicar.com', 'Blocked');
  await seen('eicar.com', 'Infected. Found: EICAR-Test-File.');
  await processAll();
  assert.deepEqual(names(), ['letter.txt']);
  const [{ meta, verdict, sha256 } = assert.fail()] = site.received;
  assert.equal(verdict, 'allowed');
  assert.equal(meta.metadefenderVerdict, 'allowed');
  assert.equal(meta.metadefenderReason, 'no-threat-detected');
  assert.equal(meta.metadefenderSha256, sha256);
  const report = await fetch(`${gateway.address}/file/${meta.metadefenderDataId}`);
  assert.equal(/** @type {any} */ (await report.json()).file_info.sha256.toLowerCase(), sha256);
});

test('a file that waits for its upload is already scanned', async () => {
  await open({ instantUpload: false });
  site.scans.hold();
  await choose(letter('letter.txt'));
  await seen('letter.txt', /^Checking for malware \d+%/);
  await processAll();
  assert.deepEqual(names(), []);
  site.scans.release();
  await press('letter.txt', 'Upload');
  await seen('letter.txt', 'Upload complete');
  assert.deepEqual(names(), ['letter.txt']);
});

test('a blocked file is removed if configured', async () => {
  await open({ scanBlockedFiles: 'remove' });
  await choose(letter('letter.txt'), VIRUS);
  await seen('letter.txt', 'Upload complete');
  await gone('eicar.com');
  assert.deepEqual(names(), ['letter.txt']);
});

test('30 files, a few at a time, one of them blocked', async () => {
  await open({ scanConcurrency: 6 });
  const files = Array.from({ length: 29 }, (_, index) => letter(`letter ${index}.txt`));
  site.scans.hold();
  await choose(...files, VIRUS);
  await until(() => site.submitted() === 6);
  await processAll();
  assert.equal(site.submitted(), 6);
  site.scans.release();
  await until(() => site.received.length === 29);
  await seen('eicar.com', 'Blocked');
  assert.ok(site.received.every(({ verdict, meta }) => verdict === meta.metadefenderVerdict));
});

test('a file cancelled during its scan is never uploaded; the others are', async () => {
  await open();
  site.scans.hold();
  await choose(letter('letter.txt'), letter('other.txt'));
  await seen('letter.txt', /^Checking for malware/);
  await press('letter.txt', 'Abort');
  await gone('letter.txt');
  site.scans.release();
  await seen('other.txt', 'Upload complete');
  assert.deepEqual(names(), ['other.txt']);
});

test('while the gateway is down nothing is uploaded; after it is back, a retry succeeds', async () => {
  const own = await startGateway();
  const { port } = new URL(own.address);
  const alone = await startReceivingSite(own.address, root);
  await own.kill();
  await page.goto(`${alone.address}/filepond.html`);
  await choose(letter('letter.txt'));
  await seen('letter.txt', 'Not checked');
  await seen('letter.txt', 'The scanner cannot be reached. (tap to retry)');
  await processAll();
  assert.equal(alone.received.length, 0);

  const back = await startGateway('--port', port);
  await press('letter.txt', 'Retry');
  await seen('letter.txt', 'Upload complete');
  assert.equal(alone.received.length, 1);
  await Promise.all([alone.stop(), back.stop()]);
});

test('an untrusted result is not a verdict', async () => {
  await open();
  await gateway.misbehave('GET /file/{data_id}', 'wrong-hash');
  await choose(letter('letter.txt'));
  await seen('letter.txt', /^The scanner checked another file than this one/);
  assert.deepEqual(names(), []);
});

test('a file transformed by a plugin is scanned before it is uploaded', async () => {
  await open({ rewriteTo: 'a smaller letter' });
  await choose(letter('letter.txt'));
  await seen('letter.txt', 'Upload complete');
  const [{ size, meta, sha256, verdict } = assert.fail()] = site.received;
  assert.deepEqual([size, verdict, meta.metadefenderSha256], [16, 'allowed', sha256]);

  await open({ rewriteTo: EICAR });
  await choose(letter('letter.txt'));
  await seen('letter.txt', 'Blocked');
  await press('letter.txt', 'Retry');
  await seen('letter.txt', 'Blocked');
  assert.equal(site.received.length, 1);

  // Cancelled, it is gone.
  await open({ rewriteTo: letter('another letter').text, instantUpload: false });
  await choose(letter('letter.txt'));
  await item('letter.txt').getByRole('button', { name: 'Upload' }).waitFor();
  site.scans.hold();
  await press('letter.txt', 'Upload');
  await seen('letter.txt', /^Checking for malware/);
  await press('letter.txt', 'Cancel');
  await seen('letter.txt', 'Upload cancelled');
  site.scans.release();
  await press('letter.txt', 'Upload');
  await seen('letter.txt', 'Upload complete');
  assert.equal(site.received.length, 2);
});

test('a form contains the allowed files, as scanned', async () => {
  const send = async () => {
    // By the keyboard, as it moves while files come and go.
    await page.getByRole('button', { name: 'Send' }).press('Enter');
    await page.waitForURL('**/form');
    const files = /** @type {File[]} */ (site.forms.at(-1)?.getAll('attachment') ?? []);
    return files.filter(({ size }) => size > 0).map(({ name }) => name);
  };
  const isLoaded = (/** @type {string} */ name) =>
    page.locator('[data-filepond-item-state="idle"]').filter({ hasText: name }).waitFor();
  const isValid = () =>
    page.locator('form').evaluate((form) => /** @type {HTMLFormElement} */ (form).checkValidity());

  await open({ checkValidity: true }, 'none');
  site.scans.hold();
  await choose(letter('letter.txt'), VIRUS);
  await seen('letter.txt', /^Checking for malware/);
  await until(async () => !(await isValid()));
  await page.getByRole('button', { name: 'Send' }).press('Enter');
  assert.equal(
    await page
      .locator('.filepond--browser')
      .evaluate((field) => /** @type {any} */ (field).validationMessage),
    'Please wait: files are still being checked.',
  );
  site.scans.release();
  await isLoaded('letter.txt');
  await seen('eicar.com', 'Blocked');
  assert.equal(await isValid(), false);
  await press('eicar.com', 'Remove');
  await gone('eicar.com');
  await until(isValid);
  assert.deepEqual(await send(), ['letter.txt']);

  await open({ checkValidity: true, rewriteTo: EICAR }, 'none');
  await choose(letter('letter.txt'));
  await seen('letter.txt', 'Blocked');
  assert.equal(await isValid(), false);
  // Nor where a page does not care.
  await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
  assert.deepEqual(await send(), []);

  await open({ rewriteTo: 'a smaller letter' }, 'none');
  await choose(letter('letter.txt'));
  await isLoaded('letter.txt');
  await until(isValid);
  assert.deepEqual(await send(), ['letter.txt']);
});

test('the verdict is sent with custom uploads', async () => {
  await open({}, 'url');
  await choose(letter('letter.txt'), VIRUS);
  await seen('letter.txt', 'Upload complete');
  await seen('eicar.com', 'Blocked');
  assert.equal(site.forms.length, 1);
  const [metadata] = site.forms[0]?.getAll('attachment') ?? [];
  assert.equal(JSON.parse(String(metadata)).metadefenderVerdict, 'allowed');
});

test('invalid files are not scanned, and the page can refuse allowed ones', async () => {
  await open({ maxFileSize: '1KB', labelMaxFileSizeExceeded: 'Too large' });
  let scans = 0;
  page.on('request', (request) => (scans += Number(request.url().includes('/scan/'))));
  await choose({ name: 'large.txt', text: 'large'.repeat(1000) });
  await seen('large.txt', 'Too large');
  assert.equal(scans, 0);

  await inPage((pond) => {
    const verdicts = /** @type {string[]} */ (/** @type {any} */ (window).verdicts = []);
    pond.setOptions({
      labelFileBlocked: 'Gesperrt',
      onscanfile: (/** @type {any} */ { verdict }, /** @type {any} */ { filename }) =>
        verdicts.push(`${filename}: ${verdict}`),
      beforeAddFile: (/** @type {any} */ file) =>
        file.getMetadata('metadefenderVerdict') !== 'allowed',
    });
  });
  await choose(letter('letter.txt'), VIRUS);
  await seen('eicar.com', 'Gesperrt');
  await gone('letter.txt');
  const verdicts = /** @type {string[]} */ (await page.evaluate('verdicts'));
  assert.deepEqual(verdicts.sort(), ['eicar.com: blocked', 'letter.txt: allowed']);
  assert.deepEqual(names(), []);
});

test('if scanning is impossible, nothing is uploaded, and the page learns why; the server refuses unscanned files', async () => {
  await open();
  const told = page.waitForEvent('console');
  await inPage((pond) => void pond.setOptions({ scanConnection: null }));
  await choose(letter('letter.txt'));
  await seen('letter.txt', 'Not checked');
  assert.match((await told).text(), /FilePond has no scanConnection/);
  assert.deepEqual(names(), []);
  // Whoever leaves the scan out finds the server asking.
  await inPage((pond) => void pond.setOptions({ allowScan: false }));
  await press('letter.txt', 'Retry');
  await seen('letter.txt', 'Error during upload');
  assert.deepEqual(names(), []);
});
