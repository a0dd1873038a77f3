// @ts-check
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { EICAR, elementTests, formWith, harmless } from '../../support/element.mjs';

const { open, gateway, slow } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

/** A file on disk, which can be chosen twice. @param {import('node:test').TestContext} t @param {string} name @param {string} text */
async function fileOf(t, name, text) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

/** @param {UploadPage} form @param {string} path */
const choose = (form, path) => form.page.locator('input[type=file]').setInputFiles(path);

/**
 * Chooses a file and waits for its analysis to start, which does not end before a reload.
 * @param {UploadPage} form
 * @param {string} path
 */
async function chooseAndHold(form, path) {
  const isReport = (/** @type {URL} */ { pathname }) => /^\/file\/[\da-f]{32}$/.test(pathname);
  // Requests for the report get no response until another page is loaded.
  let isHeld = true;
  form.page.once('framenavigated', () => (isHeld = false));
  /** @type {(value?: unknown) => void} */
  let hold = () => {};
  const isAsked = new Promise((resolve) => (hold = resolve));
  await form.page.route(isReport, (route) => (isHeld ? hold() : route.fallback()));
  await choose(form, path);
  // From here on, routes of the test apply to the next page.
  await isAsked;
  const dataId = await form.page.waitForFunction(
    () => document.querySelector('metadefender-upload')?.items[0]?.dataId,
  );
  return String(await dataId.jsonValue());
}

const reload = (/** @type {UploadPage} */ form) => form.page.reload();

test('a reload during a scan resumes the analysis; the file has to be chosen again', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const path = await fileOf(t, 'report.txt', harmless());
  const dataId = await chooseAndHold(form, path);
  await reload(form);
  await form.becomes('report.txt', 'allowed');
  assert.equal(await form.do(({ items }) => items[0]?.dataId), dataId);
  await form.row('report.txt').getByText('The page was reloaded: choose this file again').waitFor();
  assert.deepEqual(
    await form.do((upload) => [
      upload.checkValidity(),
      upload.validationMessage,
      upload.files.length,
    ]),
    [false, '“report.txt” has to be chosen again, as the page was reloaded.', 0],
  );
  assert.deepEqual(await form.formData(), []);

  /** @type {string[]} */
  const asked = [];
  form.page.on('request', (request) =>
    asked.push(`${request.method()} ${new URL(request.url()).pathname}`),
  );
  await choose(form, path);
  await form.page.waitForFunction(() =>
    document.querySelector('metadefender-upload')?.checkValidity(),
  );
  assert.deepEqual(
    (await form.formData()).map(([name]) => name),
    [...['attachment', 'attachment-sha256', 'attachment-data-id']],
  );
  assert.equal(await form.rows.count(), 1);
  // The file is identified by its hash, so the analysis is polled and nothing is sent twice.
  assert.ok(
    asked.some((call) => call.startsWith('GET /hash/')),
    asked.join(),
  );
  assert.ok(!asked.includes('POST /file'), asked.join());
});

test('a file that is found malicious after the reload is blocked, with the reason', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await chooseAndHold(
    form,
    await fileOf(t, 'invoice.com', `${EICAR}${' '.repeat(Math.random() * 50)}`),
  );
  await reload(form);
  await form.becomes('invoice.com', 'blocked');
  assert.match(await form.row('invoice.com').innerText(), /Infected[^]*EICAR-Test-File/);
  await form.page.getByRole('button', { name: 'Remove: invoice.com' }).click();
  await reload(form);
  await form.page.getByRole('button', { name: 'Choose a file' }).waitFor();
  assert.equal(await form.do(({ items }) => items.length), 0, 'it is over with it');
});

test('a file that is chosen again during its analysis is scanned when that ends', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const path = await fileOf(t, 'report.txt', harmless());
  const dataId = await chooseAndHold(form, path);
  /** @type {(route: import('playwright-core').Route) => void} */
  let hold = () => {};
  const asked = new Promise((resolve) => (hold = resolve));
  let isFirst = true;
  await form.page.route(`**/file/${dataId}`, (route) => {
    if (isFirst) hold(route);
    else route.continue();
    isFirst = false;
  });

  await reload(form);
  const held = /** @type {import('playwright-core').Route} */ (await asked);
  await choose(form, path);
  await form.page.waitForFunction(
    () => document.querySelector('metadefender-upload')?.items[0]?.file,
  );
  assert.equal(await form.do(({ items }) => items.length), 1);
  assert.deepEqual(await form.formData(), []);
  const lookedUp = form.page.waitForRequest('**/hash/**');
  await held.continue();
  await lookedUp;
  await form.page.waitForFunction(() =>
    document.querySelector('metadefender-upload')?.checkValidity(),
  );
  assert.equal((await form.formData())[0]?.[1], 'report.txt');
});

test('another file of the same name is not mistaken for the lost one', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  await chooseAndHold(form, await fileOf(t, 'report.txt', harmless()));
  await reload(form);
  await form.becomes('report.txt', 'allowed');
  await choose(form, await fileOf(t, 'report.txt', EICAR));
  await form.becomes('report.txt', 'blocked');
  assert.deepEqual(await form.do(({ items }) => items.map(({ state }) => state)), [
    'allowed',
    'blocked',
  ]);
  assert.deepEqual(await form.formData(), []);
});

test('the stored state has no key and no bytes, and is removed after the scan', async (t) => {
  const form = await open(t, formWith('name="cv"'), { slow: true });
  const kept = () => form.page.evaluate(() => Object.values({ ...sessionStorage }));
  const connect = () =>
    form.do(async (upload, baseUrl) => {
      const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
      const metadefender = await connect({ baseUrl });
      await metadefender.login('admin', 'admin');
      upload.connection = metadefender;
    }, slow().address);
  await connect();
  const text = harmless();
  const sent = form.page.waitForRequest(`${slow().address}/file`);
  const dataId = await chooseAndHold(form, await fileOf(t, 'report.txt', text));
  const key = (await sent).headers()['apikey'] ?? '';
  assert.match(key, /\S{8}/);
  const [entry = '', ...others] = await kept();
  assert.deepEqual(others, []);
  assert.ok(entry.includes(dataId));
  assert.ok(!entry.includes(key) && !entry.includes(text));

  // If the page creates the connection, the element waits for it.
  await reload(form);
  await connect();
  await form.becomes('report.txt', 'scanning');
  const cancelled = form.page.waitForRequest(`**/file/${dataId}/cancel`);
  await form.page.getByRole('button', { name: 'Cancel: report.txt' }).click();
  await cancelled;
  assert.deepEqual(await kept(), []);
});

test('if the service has lost the analysis, a message says so; the file can be scanned again', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const path = await fileOf(t, 'report.txt', harmless());
  const dataId = await chooseAndHold(form, path);
  await form.page.route(`**/file/${dataId}`, (route) =>
    route.fulfill({
      json: { [dataId]: 'Not Found' },
      headers: { 'access-control-allow-origin': '*' },
    }),
  );
  await reload(form);
  await form.becomes('report.txt', 'failed');
  await form.page.unroute(`**/file/${dataId}`);
  await choose(form, path);
  await form.becomes('report.txt', 'allowed');
  assert.equal((await form.formData())[0]?.[1], 'report.txt');
});

test('forbidden storage or invalid stored data does no harm', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await chooseAndHold(form, await fileOf(t, 'lost.txt', harmless()));
  await form.page.evaluate(() => {
    const [key = ''] = Object.keys({ ...sessionStorage });
    sessionStorage.setItem(key, '[{"dataId": 7}, null, {"dataId": "x", "name": "<b>"}]');
  });
  await form.page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await reload(form);
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'allowed');
  assert.equal(await form.rows.count(), 1);
  assert.deepEqual(form.complaints, []);
});

test('going back to the page restores the files that the browser still has', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const path = await fileOf(t, 'report.txt', harmless());
  await choose(form, path);
  await form.becomes('report.txt', 'allowed');
  await form.page.goto(`${gateway().address}/`);
  await form.page.goBack();
  await form.becomes('report.txt', 'allowed');
  assert.equal((await form.formData())[0]?.[1], 'report.txt');
});

test('without `multiple`, a second file beside the lost one is skipped', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const text = harmless();
  await chooseAndHold(form, await fileOf(t, 'report.txt', text));
  await reload(form);
  await form.becomes('report.txt', 'allowed');
  await form.do((upload, text) => {
    const [entry] = JSON.parse(Object.values({ ...sessionStorage })[0] ?? '[]');
    const again = new File([text], 'report.txt', { lastModified: entry.lastModified });
    upload.addFiles([again, new File(['other'], 'other.txt')]);
  }, text);
  await form.page.getByText('There can be one file only: 1 was left out.').first().waitFor();
  await form.page.waitForFunction(() =>
    document.querySelector('metadefender-upload')?.checkValidity(),
  );
  assert.deepEqual(await form.do(({ items }) => items.map(({ name }) => name)), ['report.txt']);
});

test('two elements of the same name, and two URLs of a page, are kept apart', async (t) => {
  const both = formWith('base-url="GATEWAY"') + formWith('base-url="GATEWAY"');
  const form = await open(t, both, { slow: true });
  const second = form.upload.nth(1);
  await second.evaluate((upload, text) => {
    /** @type {any} */ (upload).addFiles([new File([text], 'second.txt')]);
  }, harmless());
  await form.page.waitForFunction(
    () => document.querySelectorAll('metadefender-upload')[1]?.items[0]?.dataId,
  );
  const count = () =>
    form.page.evaluate(() =>
      Array.from(document.querySelectorAll('metadefender-upload'), ({ items }) => items.length),
    );
  await reload(form);
  await second.locator('[part~=row]').waitFor();
  assert.deepEqual(await count(), [0, 1]);
  await form.page.goto(`${form.page.url()}?case=2`);
  await form.page.getByRole('button', { name: 'Choose a file' }).nth(1).waitFor();
  assert.deepEqual(await count(), [0, 0]);
});

test('an analysis that cannot be polled now is resumed by the next page', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const dataId = await chooseAndHold(form, await fileOf(t, 'report.txt', harmless()));
  const refuse = (/** @type {import('playwright-core').Route} */ route) =>
    route.fulfill({ status: 403, json: {}, headers: { 'access-control-allow-origin': '*' } });
  await form.page.route(`**/file/${dataId}`, refuse);
  await reload(form);
  await form.becomes('report.txt', 'failed');
  await form.page.unroute(`**/file/${dataId}`, refuse);
  await reload(form);
  await form.becomes('report.txt', 'allowed');
});
