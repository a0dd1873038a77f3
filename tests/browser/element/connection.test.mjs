// @ts-check
// The connection that the element creates from its attributes and `headers`.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayScan } from '../../behaviour/gateway-scan.js';
import { elementTests, formWith, harmless } from '../../support/element.mjs';

const { open, gateway } = elementTests();

test('`headers` can be a function, which is called before each request', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  /** @type {(string | undefined)[]} */
  const tokens = [];
  form.page.on('request', (request) => {
    if (request.url().startsWith(gateway().address)) tokens.push(request.headers()['x-token']);
  });
  await form.do((upload) => {
    let asked = 0;
    upload.headers = async () => ({ 'x-token': `token ${++asked}` });
  });
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'allowed');
  assert.ok(tokens.length >= 3, tokens.join());
  assert.deepEqual(
    tokens,
    tokens.map((_, index) => `token ${index + 1}`),
  );
});

test('if the function fails, the file has an error and can be retried', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY"'));
  const events = await form.listen();
  await form.do((upload) => {
    upload.headers = () => Promise.reject(new Error('the session is over'));
  });
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'failed');
  assert.equal((await events()).find(({ type }) => type === 'error')?.code, 'invalid-input');
  await form.do((upload) => {
    upload.headers = { 'x-token': 'fresh' };
    const [item] = upload.items;
    if (item) upload.retry(item);
  });
  await form.becomes('report.txt', 'allowed');
});

test('`response-timeout` limits the wait for the response to an upload, which is not sent twice', async (t) => {
  const form = await open(t, formWith('base-url="GATEWAY" response-timeout="200"'));
  const events = await form.listen();
  const record = await gatewayScan(gateway().address, 'operation=POST /file; hang');
  await form.do((upload, headers) => {
    upload.headers = headers;
  }, record.headers);
  assert.equal(await form.do((upload) => upload.responseTimeout), 200);
  await form.choose(['report.txt', harmless()]);
  await form.becomes('report.txt', 'failed');
  assert.equal((await events()).find(({ type }) => type === 'error')?.code, 'timeout');
  assert.equal(await record.count('POST /file'), 1);
});

test('`credentials` controls cookies, for uploads and all other requests', async (t) => {
  for (const [attribute, mode] of [
    ['', 'same-origin'],
    ['credentials="include"', 'include'],
    ['credentials="omit"', 'omit'],
    ['credentials="sometimes"', 'same-origin'],
  ]) {
    const form = await open(t, formWith(`base-url="/service" ${attribute}`));
    assert.equal(await form.do((upload) => upload.credentials), mode);
    // The credentials mode of a request is known in the page only.
    const modes = await form.page.evaluateHandle(() => {
      /** @type {Set<string>} */
      const modes = new Set();
      const { fetch } = globalThis;
      globalThis.fetch = (input, init) => {
        const { url, credentials } = new Request(input, init);
        if (url.includes('/service/')) modes.add(credentials);
        return fetch(input, init);
      };
      const { send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) {
        modes.add(this.withCredentials ? 'include' : 'same-origin');
        send.call(this, body);
      };
      return modes;
    });
    await form.choose(['report.txt', harmless()]);
    await form.becomes('report.txt', 'failed');
    assert.deepEqual(await modes.evaluate((modes) => [...modes]), [mode]);
  }
});
