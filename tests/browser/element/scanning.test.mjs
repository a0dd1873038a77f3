// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EICAR, elementTests, formWith, harmless } from '../../support/element.mjs';

const { open, gateway, slow } = elementTests();

/** @typedef {import('../../support/element.mjs').UploadPage} UploadPage */

/** Waits until the file is being analysed, and returns its data id. @param {UploadPage} form */
async function analysed(form) {
  const dataId = await form.page.waitForFunction(
    () => document.querySelector('metadefender-upload')?.items[0]?.dataId,
  );
  return String(await dataId.jsonValue());
}

/** Responds to the calls of an operation one at a time, when the test says so. @param {UploadPage} form @param {string} url @param {string} method */
async function hold(form, url, method) {
  /** @type {import('playwright-core').Route[]} */
  const held = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  await form.page.route(url, (route) => {
    if (route.request().method() !== method) return route.continue();
    held.push(route);
    for (const wake of waiting.splice(0)) wake();
  });
  return {
    held,
    /** @param {number} count */
    async until(count) {
      while (held.length < count) await new Promise((wake) => waiting.push(() => wake(undefined)));
    },
  };
}

test('a scan fires progress events, then the verdict, then nothing more', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const events = await form.listen();
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'allowed');
  const heard = await events();
  const types = heard.map(({ type }) => type);
  assert.equal(types[0], 'change', 'the file came');
  assert.deepEqual(types.slice(-2), ['verdict', 'change']);
  assert.ok(types.slice(1, -2).every((type) => type === 'progress'));
  assert.equal(heard.at(-2)?.verdict, 'allowed');
  const progress = heard.flatMap(({ progress }) => progress ?? []);
  const phases = progress.map(({ phase }) => phase);
  assert.deepEqual(
    [...new Set(phases)].filter((phase) => phase !== 'scan'),
    [...['hash', 'lookup', 'upload', 'queue', 'done']],
  );
  const percentages = progress.map(({ percentage }) => percentage);
  assert.deepEqual(
    percentages,
    percentages.toSorted((a, b) => a - b),
  );
  assert.deepEqual(form.complaints, []);
});

test('at 100 % of the upload it is shown as waiting, not as done', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const { until } = await hold(form, `${gateway().address}/file`, 'POST');
  await form.choose(['report.txt', harmless()]);
  await until(1);
  // Not before the bytes are being sent.
  await form
    .row('report.txt')
    .getByText(/Uploading|Sent, waiting/)
    .waitFor();
  const bar = form.page.getByRole('progressbar', { name: 'report.txt' });
  assert.ok(Number(await bar.getAttribute('aria-valuenow')) < 100);
  assert.equal(await form.do(({ validity }) => validity.valid), false);
});

test('a threat and the reason are named', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.choose(['invoice.com', EICAR]);
  await form.becomes('invoice.com', 'blocked');
  const row = form.row('invoice.com');
  assert.equal(await row.locator('[part=status]').innerText(), 'Blocked');
  assert.equal(await row.locator('[part=reason]').innerText(), 'Infected.');
  const threats = row.getByRole('list', { name: 'Threats' }).getByRole('listitem');
  assert.deepEqual(await threats.allInnerTexts(), ['EICAR-Test-File (EICAR)']);
  assert.equal(await row.getByRole('button').count(), 1, 'it can only be removed');
});

test('messages of the service are shown as text', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload, evil) => {
    const scan = { verdict: 'blocked', reason: evil, threats: [{ engine: evil, threat: evil }] };
    upload.connection = /** @type {any} */ ({ scan: async () => ({ ...scan, digests: {} }) });
  }, '<img src=x onerror=alert(1)>');
  await form.choose(['a.txt', 'a']);
  await form.becomes('a.txt', 'blocked');
  assert.equal(await form.row('a.txt').locator('img').count(), 0);
  assert.deepEqual(form.complaints, []);
});

test('an unknown verdict is not allowed', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload) => {
    const scan = { verdict: 'fine', reason: 'in-progress', threats: [], digests: {} };
    upload.connection = /** @type {any} */ ({ scan: async () => scan });
  });
  await form.choose(['a.txt', 'a']);
  await form.becomes('a.txt', 'undetermined');
  assert.equal(await form.do((upload) => upload.checkValidity()), false);
  assert.deepEqual(await form.formData(), []);
});

test('a cancelled scan ends here and on the service, and fires no more events', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'), { slow: true });
  await form.choose(['report.txt', harmless()]);
  const dataId = await analysed(form);
  const events = await form.listen();
  const cancelled = form.page.waitForResponse(`${slow().address}/file/${dataId}/cancel`);
  const cancel = form.page.getByRole('button', { name: 'Cancel: report.txt' });
  await cancel.focus();
  await form.page.keyboard.press('Enter');
  await form.becomes('report.txt', 'cancelled');
  assert.equal((await cancelled).status(), 200);
  // After a cancel by keyboard, the focus is on the retry button.
  const focused = await form.do(({ shadowRoot }) => shadowRoot?.activeElement?.textContent);
  assert.equal(focused, 'Try again');
  assert.deepEqual((await events()).map(({ type, state }) => [type, state]).slice(-1), [
    ['change', undefined],
  ]);
  assert.equal(
    await form.do(({ validationMessage }) => validationMessage.includes('Cancelled')),
    true,
  );
});

test('a verdict that arrives after the cancel is ignored', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload) => {
    const scan = { verdict: 'allowed', reason: 'no-threat-detected', threats: [], digests: {} };
    upload.connection = /** @type {any} */ ({
      scan: (/** @type {File} */ file, /** @type {any} */ options) => {
        void file;
        return new Promise((resolve) => {
          options.signal.addEventListener('abort', () => {
            options.onProgress({ phase: 'done', loaded: 1, percentage: 100 });
            resolve(scan);
          });
        });
      },
    });
  });
  const events = await form.listen();
  await form.choose(['report.txt', 'text']);
  await form.becomes('report.txt', 'scanning');
  await form.page.getByRole('button', { name: 'Cancel: report.txt' }).click();
  await form.becomes('report.txt', 'cancelled');
  assert.deepEqual(
    (await events()).map(({ type }) => type),
    ['change', 'change'],
  );
  assert.deepEqual(await form.formData(), []);
});

test('a few files are scanned at once, the others wait; a waiting one can be cancelled', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple concurrency="2"'));
  const { held, until } = await hold(form, `${gateway().address}/hash/*`, 'GET');
  const names = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}.txt`);
  await form.choose(...names.map((name) => /** @type {[string, string]} */ ([name, harmless()])));
  await until(2);
  assert.deepEqual(await form.do(({ items }) => items.map(({ state }) => state)), [
    ...['scanning', 'scanning', 'waiting', 'waiting', 'waiting'],
  ]);
  await form.page.getByRole('button', { name: 'Cancel: c.txt' }).click();
  await held[0]?.continue();
  await until(3);
  assert.equal(held.length, 3);
  for (const route of held) await route.continue().catch(() => {});
  await until(4);
  await held[3]?.continue();
  for (const name of ['a', 'b', 'd', 'e']) await form.becomes(`${name}.txt`, 'allowed');
  assert.equal(
    await form.page.locator('[part=summary]').innerText(),
    '4 of 5 files checked · 1 not checked',
  );
  assert.equal(held.length, 4, 'c.txt was never asked about');
});

test('if the service is unreachable, a message says so, and a retry succeeds', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.do((upload) => (upload.scanOptions = { timeout: 10_000 }));
  const address = `${gateway().address}/**`;
  await form.page.route(address, (route) => route.abort());
  await form.do(async (upload) => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    upload.connection = connect({ baseUrl: upload.baseUrl, retry: { attempts: 1 } });
  });
  const events = await form.listen();
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'failed');
  await form.row('report.txt').getByText('The scanner cannot be reached.').waitFor();
  const failed = (await events()).find(({ type }) => type === 'error');
  assert.deepEqual([failed?.state, failed?.code], ['failed', 'network']);
  assert.equal(await form.do((upload) => upload.checkValidity()), false);

  await form.page.unroute(address);
  await form.page.getByRole('button', { name: 'Try again: report.txt' }).click();
  await form.becomes('report.txt', 'allowed');
  assert.equal(await form.do((upload) => upload.checkValidity()), true);
});

test('a refusal in the middle of an upload ends it', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  await form.page.route(`${gateway().address}/file`, (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({
          status: 413,
          json: { err: 'File size is too large' },
          headers: { 'access-control-allow-origin': '*' },
        })
      : route.continue(),
  );
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'failed');
  await form.row('report.txt').getByText('The file is too large for the scanner.').waitFor();
});

test('a missing address or a failed connection is an error of the file', async (t) => {
  const form = await open(t, formWith('multiple'));
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'failed');
  await form.do((upload) => {
    const connection = Promise.reject(new Error('no key'));
    connection.catch(() => {});
    upload.connection = connection;
  });
  await form.choose(['letter.txt', harmless()]);
  await form.becomes('letter.txt', 'failed');
  const errors = await form.do(({ items }) =>
    items.map(({ error }) => [error?.code, error?.message]),
  );
  assert.equal(errors[0]?.[0], 'invalid-input');
  assert.match(String(errors[0]?.[1]), /baseUrl/);
  assert.deepEqual(errors[1], ['invalid-input', "The element's connection failed: no key"]);
});

test('a connection of the page, the rule and other options are used', async (t) => {
  const form = await open(t, formWith('base-url="http://127.0.0.1:9"'));
  await form.do(async (upload, baseUrl) => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    upload.connection = connect({ baseUrl, headers: { 'x-trace': 'abc' } });
    upload.rule = 'File process';
    upload.scanOptions = { metadata: { from: 'form' } };
  }, gateway().address);
  const sent = form.page.waitForRequest(
    (request) => request.method() === 'POST' && request.url().endsWith('/file'),
  );
  await form.choose(['report.txt', harmless()]);
  const headers = (await sent).headers();
  assert.equal(headers['x-trace'], 'abc');
  assert.equal(headers['rule'], 'File%20process');
  assert.equal(decodeURIComponent(headers['metadata'] ?? ''), '{"from":"form"}');
  await form.becomes('report.txt', 'allowed');
});

test('after removal from the page, scans run on for a while, and the verdict is there on return', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const { held, until } = await hold(form, `${gateway().address}/hash/*`, 'GET');
  await form.choose(['report.txt', harmless()]);
  await until(1);
  const back = await form.upload.evaluateHandle((upload) => {
    const form = /** @type {any} */ (upload).form;
    upload.remove();
    const verdict = new Promise((resolve) => {
      upload.addEventListener('metadefender-verdict', resolve);
    });
    return { upload, form, verdict };
  });
  await held[0]?.continue();
  await back.evaluate(async ({ upload, form, verdict }) => {
    await verdict;
    form.prepend(upload);
  });
  await form.becomes('report.txt', 'allowed');
  assert.equal((await form.formData())[0]?.[1], 'report.txt');
});

test('scans end after `detach-timeout`, but continue after a move', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" detach-timeout="0"'), { slow: true });
  await form.choose(['report.txt', harmless()]);
  const dataId = await analysed(form);
  await form.do((upload) => document.querySelector('main')?.prepend(upload));
  assert.deepEqual(await form.do(({ items }) => items.map(({ state }) => state)), ['scanning']);
  const cancelled = form.page.waitForRequest(`**/file/${dataId}/cancel`);
  await form.do((upload) => upload.remove());
  await cancelled;
});

test('`hash-only` never uploads: known files are judged, unknown ones cannot be sent', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple'));
  const text = harmless();
  await form.choose(['known.txt', text]);
  await form.becomes('known.txt', 'allowed');
  await form.do((upload) => {
    upload.clear();
    upload.hashOnly = true;
  });
  /** @type {string[]} */
  const sent = [];
  form.page.on('request', (request) => sent.push(request.method()));
  await form.choose(['known.txt', text], ['unknown.txt', harmless()]);
  await form.becomes('known.txt', 'allowed');
  await form.becomes('unknown.txt', 'failed');
  await form.row('unknown.txt').getByText('This file is not known yet.').waitFor();
  assert.deepEqual((await form.formData())[0], ['attachment', 'known.txt']);
  assert.equal(await form.do((upload) => upload.checkValidity()), false);
  assert.ok(!sent.includes('POST'));
});

test('a file that is never read frees its turn when cancelled', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple concurrency="1"'));
  await form.page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype;
    Blob.prototype.arrayBuffer = function () {
      // A Blob that contains the lost file is never read, either.
      return this.size >= 1000 ? new Promise(() => {}) : arrayBuffer.call(this);
    };
  });
  // The second is hashed while the first is scanned.
  const lost = 'x'.repeat(1000);
  await form.choose(['first.txt', harmless()], ['lost.txt', lost], ['last.txt', harmless()]);
  await form.becomes('first.txt', 'allowed');
  await form.page.waitForFunction(
    () => document.querySelector('metadefender-upload')?.items[1]?.state === 'scanning',
  );
  await form.do((upload) => upload.cancel(upload.items[1]));
  await form.becomes('last.txt', 'allowed');
});

test('a file whose connection is never created frees its turn when cancelled', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" multiple concurrency="1"'));
  await form.do((upload) => {
    upload.connection = new Promise(() => {});
    upload.addFiles([new File(['a'], 'a.txt')]);
    upload.clear();
    upload.connection = null;
  });
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'allowed');
});
