// @ts-check
// What the user of Uppy's Dashboard sees, and what the server behind it gets.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launchChromium } from '../../support/chromium.mjs';
import { startGateway } from '../../support/gateway.mjs';
import { until } from '../../support/until.mjs';
import { builtUploader, startReceivingSite } from '../support/receiving-site.mjs';
import { EICAR, letter, toFile, VIRUS } from '../support/uploads.mjs';

const SHA256 = /^[0-9a-f]{64}$/;

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
});
after(() => Promise.all([gateway?.stop(), browser?.close()]));

for (const version of ['6', '5']) {
  describe(`Uppy ${version}`, () => clickThrough(version));
}

/** @param {string} version */
function clickThrough(version) {
  /** @type {Awaited<ReturnType<typeof startReceivingSite>>} */
  let site;
  /** @type {import('playwright-core').Page} */
  let page;
  let root = '';
  before(async () => {
    root = await builtUploader('uppy.html', { UPPY: version });
    site = await startReceivingSite(gateway.address, root);
  });
  after(() => site?.stop());
  beforeEach(async () => {
    page = await browser.newPage();
    site.reset();
  });
  afterEach(async () => {
    site.scans.release();
    site.uploads.release();
    await gateway.behave();
    await page.close();
  });

  /** @param {object} [options] of the plugin @param {Record<string, string>} [query] */
  async function open(options = {}, query = {}) {
    const search = new URLSearchParams({ options: JSON.stringify(options), ...query });
    await page.goto(`${site.address}/uppy.html?${search}`);
  }

  /** @param {{ name: string, text: string }[]} files */
  async function choose(...files) {
    const dialog = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'browse files' }).click();
    await (await dialog).setFiles(files.map(toFile));
  }

  const click = (/** @type {string | RegExp} */ name) => page.getByRole('button', { name }).click();
  const item = (/** @type {string} */ name) =>
    page.locator('.uppy-Dashboard-Item').filter({ has: page.getByTitle(name, { exact: true }) });
  const refused = (/** @type {string} */ name, /** @type {string | RegExp} */ why) =>
    item(name).getByRole('button', { name: why }).waitFor();
  const complete = () => page.getByText('Complete', { exact: true }).waitFor();
  const failed = () => page.getByText('Upload failed').waitFor();
  const scanning = () => page.getByText(/Checking for malware/).waitFor();
  const names = () => site.received.map(({ name }) => name).sort();
  /** @template T @param {(uppy: any) => T} work */
  const inPage = (work) => page.evaluate(`(${work})(window.uppy)`);

  test('only allowed files are uploaded, with a verdict that the server verifies', async () => {
    await open();
    const results = inPage((uppy) => new Promise((done) => uppy.on('complete', done)));
    await choose(letter('letter.txt'), VIRUS);
    await click('Upload 2 files');
    await failed();
    await refused('eicar.com', 'Blocked: Infected. Found: EICAR-Test-File');
    await page.getByText('“eicar.com” is not uploaded.').first().waitFor();

    assert.deepEqual(names(), ['letter.txt']);
    const [{ meta, verdict, sha256 } = assert.fail()] = site.received;
    assert.equal(verdict, 'allowed');
    assert.equal(meta.metadefenderVerdict, 'allowed');
    assert.equal(meta.metadefenderReason, 'no-threat-detected');
    assert.match(String(meta.metadefenderSha256), SHA256);
    assert.equal(meta.metadefenderSha256, sha256);
    const report = await fetch(`${gateway.address}/file/${meta.metadefenderDataId}`);
    assert.equal(/** @type {any} */ (await report.json()).file_info.sha256.toLowerCase(), sha256);
    const { successful, failed: unsent } = /** @type {any} */ (await results);
    const named = (/** @type {{ name: string }[]} */ files) => files.map(({ name }) => name);
    assert.deepEqual([named(successful), named(unsent)], [['letter.txt'], ['eicar.com']]);

    // Without the file that failed, nothing has.
    await item('eicar.com')
      .getByRole('button', { name: /Remove/ })
      .click();
    await complete();
  });

  test('a blocked file is removed if configured, with a notice', async () => {
    await open({ blockedFiles: 'remove' });
    await choose(letter('letter.txt'), VIRUS);
    await click('Upload 2 files');
    await page.getByText('“eicar.com” was removed, as it is blocked.').first().waitFor();
    await complete();
    await item('eicar.com').waitFor({ state: 'detached' });
    assert.deepEqual(names(), ['letter.txt']);
  });

  test('30 files, a few at a time, one of them blocked', async () => {
    await open({ concurrency: 6 });
    const files = Array.from({ length: 29 }, (_, index) => letter(`letter ${index}.txt`));
    site.scans.hold();
    await choose(...files, VIRUS);
    await click('Upload 30 files');
    await page.getByText('Checking for malware: 0 of 30 files').waitFor();
    await until(() => site.submitted() === 6);
    await inPage(() => new Promise((done) => requestAnimationFrame(done)));
    assert.equal(site.submitted(), 6);
    site.scans.release();
    await failed();
    assert.equal(site.received.length, 29);
    assert.ok(site.received.every(({ verdict, meta }) => verdict === meta.metadefenderVerdict));
  });

  test('after a cancel during the scan nothing is uploaded, and the next upload works', async () => {
    await open();
    site.scans.hold();
    await choose(letter('letter.txt'), letter('other.txt'));
    await click('Upload 2 files');
    await scanning();
    // One by itself, and then all.
    await item('other.txt')
      .getByRole('button', { name: /Remove/ })
      .click();
    await item('other.txt').waitFor({ state: 'detached' });
    await scanning();
    await page.locator('.uppy-StatusBar').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'browse files' }).waitFor();
    site.scans.release();

    await choose(letter('third.txt'));
    await click('Upload 1 file');
    await complete();
    assert.deepEqual(names(), ['third.txt']);
  });

  test('refused files stay refused, whatever is paused, resumed and removed', async () => {
    await open();
    site.uploads.hold();
    await choose(letter('letter.txt'), VIRUS);
    await click('Upload 2 files');
    await refused('eicar.com', /^Blocked/);
    await page.getByText(/^Uploading: /).waitFor();
    await page.locator('.uppy-StatusBar').getByRole('button', { name: 'Pause' }).click();
    await page.locator('.uppy-StatusBar').getByRole('button', { name: 'Resume' }).click();
    await refused('eicar.com', /^Blocked/);
    await item('letter.txt')
      .getByRole('button', { name: /Remove/ })
      .click();
    await failed();
    const again = inPage(
      (uppy) =>
        new Promise((done) =>
          uppy.on('metadefender:verdict', (/** @type {any} */ _file, /** @type {any} */ scan) =>
            done(scan.verdict),
          ),
        ),
    );
    await page.locator('.uppy-StatusBar').getByRole('button', { name: 'Retry' }).click();
    assert.equal(await again, 'blocked');
    await failed();
    await refused('eicar.com', /^Blocked/);
    assert.deepEqual(names(), []);
  });

  test('while the gateway is down nothing is uploaded; after it is back, a retry succeeds', async () => {
    const own = await startGateway();
    const { port } = new URL(own.address);
    const alone = await startReceivingSite(own.address, root);
    await own.kill();
    await page.goto(`${alone.address}/uppy.html`);
    await choose(letter('letter.txt'), letter('other.txt'));
    await click('Upload 2 files');
    await failed();
    const why = 'Not checked: The scanner cannot be reached.';
    await refused('letter.txt', why);
    await refused('other.txt', why);

    const back = await startGateway('--port', port);
    await item('letter.txt').getByRole('button', { name: 'Retry upload' }).click();
    await until(() => alone.received.length === 1);
    assert.equal(alone.received[0]?.name, 'letter.txt');
    await page.locator('.uppy-StatusBar').getByRole('button', { name: 'Retry' }).click();
    await complete();
    assert.equal(alone.received.length, 2);
    await Promise.all([alone.stop(), back.stop()]);
  });

  test('an untrusted result is not a verdict', async () => {
    await open();
    await gateway.misbehave('GET /file/{data_id}', 'wrong-hash');
    await choose(letter('letter.txt'));
    await click('Upload 1 file');
    await refused('letter.txt', 'Not checked: The scanner checked another file than this one.');
    assert.deepEqual(names(), []);
  });

  test('files restored by Golden Retriever are scanned again', async () => {
    await open({}, { golden: '' });
    site.uploads.hold();
    await choose(letter('letter.txt'));
    await click('Upload 1 file');
    const uploading = () =>
      inPage((uppy) =>
        Object.values(uppy.getState().currentUploads).some(
          (/** @type {any} */ { step }) => step > 0,
        ),
      );
    await until(uploading);
    // As a page that is closed while it uploads, with the state that was stored by then.
    await until(() => page.evaluate(storedStep));
    await page.reload();
    await page.getByText('Session restored').waitFor();
    let scans = 0;
    page.on('request', (request) => (scans += Number(request.url().includes('/scan/hash/'))));
    site.uploads.release();
    await click(/Upload 1 file|Resume|Restore/);
    await complete();
    assert.equal(scans, 1);
    assert.deepEqual(names(), ['letter.txt']);
  });

  test('a file that changes after its scan is scanned again, whatever changes it', async () => {
    await open();
    // Added after the plugin, as a compressor may be.
    await inPage((uppy) => {
      uppy.addPreProcessor(async (/** @type {string[]} */ [id]) => {
        uppy.setFileState(id, { data: new Blob(['a smaller letter']) });
      });
    });
    await choose(letter('letter.txt'));
    await click('Upload 1 file');
    await complete();
    const [{ size, meta, sha256, verdict } = assert.fail()] = site.received;
    assert.deepEqual([size, verdict, meta.metadefenderSha256], [16, 'allowed', sha256]);

    // In mid-scan, by what is no letter any more.
    await open();
    await choose(letter('letter.txt'));
    site.scans.hold();
    await click('Upload 1 file');
    await scanning();
    await page.evaluate((text) => {
      const { uppy } = /** @type {any} */ (window);
      uppy.setFileState(uppy.getFiles()[0].id, { data: new Blob([text]) });
    }, EICAR);
    site.scans.release();
    await refused('letter.txt', /^Blocked: Infected\./);
    assert.equal(site.received.length, 1);
  });

  test('a remote file cannot be scanned here, and passes only with an option', async () => {
    const add = (/** @type {any} */ uppy) => {
      const remote = { companionUrl: '/', requestClientId: 'id', url: '/', body: {} };
      const file = { name: 'far.txt', isRemote: true, remote, data: { size: 1 }, source: 'Url' };
      uppy.removePlugin(uppy.getPlugin('Tus'));
      uppy.addFile(file);
      uppy.addFile({ name: 'near.txt', data: new Blob(['a letter from nearby']) });
      const heard = new Promise((resolve) => {
        uppy.addUploader(async (/** @type {string[]} */ ids) => {
          resolve(
            ids.map((id) => [uppy.getFile(id).name, uppy.getFile(id).meta.metadefenderVerdict]),
          );
        });
      });
      uppy.upload();
      return heard;
    };
    await open();
    assert.deepEqual(await inPage(add), [['near.txt', 'allowed']]);
    await refused(
      'far.txt',
      'Not checked: It comes from another service, and cannot be checked here.',
    );
    await open({ remoteFiles: 'upload-unscanned' });
    assert.deepEqual(await inPage(add), [
      ['far.txt', 'unscanned'],
      ['near.txt', 'allowed'],
    ]);
  });

  test('the verdict is sent with XHR and S3 uploads as well', async () => {
    await open({}, { uploader: 'xhr' });
    await choose(letter('letter.txt'), VIRUS);
    await click('Upload 2 files');
    await failed();
    assert.deepEqual(
      site.forms.map((form) => form.get('metadefenderVerdict')),
      ['allowed'],
    );
    await open({}, { uploader: 's3' });
    await choose(letter('letter.txt'), VIRUS);
    await click('Upload 2 files');
    await failed();
    assert.deepEqual(
      site.presigned.map((query) => query['metadata[metadefenderVerdict]']),
      ['allowed'],
    );
  });

  test('texts can be replaced as in Uppy', async () => {
    const strings = {
      scanStateBlocked: 'Gesperrt: %{reason}',
      'scanReason-infected': 'Schädlich.',
    };
    await open({ locale: { strings } });
    await choose(VIRUS);
    await click('Upload 1 file');
    await refused('eicar.com', /^Gesperrt: Schädlich\./);
  });

  test('invalid options are refused, and the error names them', async () => {
    const message = (/** @type {object} */ options) =>
      /** @type {Promise<string>} */ (
        page.evaluate((options) => {
          const { uppy } = /** @type {any} */ (window);
          const plugin = uppy.getPlugin('MetaDefenderScan');
          try {
            new plugin.constructor(uppy, { connection: () => {}, ...options });
          } catch (error) {
            return String(error);
          }
        }, options)
      );
    await open();
    assert.match(await message({ blockedFile: 'mark' }), /no option blockedFile$/);
    assert.match(await message({ blockedFiles: 'upload' }), /blockedFiles .* 'mark' or 'remove'/);
    assert.match(await message({ remoteFiles: true }), /remoteFiles/);
    assert.match(await message({ concurrency: 0 }), /concurrency/);
    assert.match(await message({ connection: null }), /connection/);
  });
}

/** Whether Golden Retriever has stored that the scan is over. */
async function storedStep() {
  const hasStep = (/** @type {string} */ text) => /"step\\?":1/.test(text);
  const databases = await indexedDB.databases();
  for (const { name = '' } of databases) {
    const opened = indexedDB.open(name);
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const { result } = opened;
    for (const store of result.objectStoreNames) {
      const all = result.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => (all.onsuccess = resolve));
      if (hasStep(JSON.stringify(all.result))) return true;
    }
    result.close();
  }
  return Object.values(localStorage).some(hasStep);
}
