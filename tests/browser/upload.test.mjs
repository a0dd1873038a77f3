// @ts-check
import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { startStaticServer } from '../support/static-server.mjs';

const MIB = 1024 * 1024;

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {Awaited<ReturnType<typeof startStaticServer>>} */
let site;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  [gateway, site, browser] = await Promise.all([
    startGateway(),
    startStaticServer(),
    launchChromium(),
  ]);
  page = await browser.newPage();
  await page.goto(`${site.address}/tests/browser/page.html`);
});
after(async () => {
  await Promise.all([gateway?.stop(), site?.stop(), browser?.close()]);
  await rm(folder, { recursive: true });
});

/** Chooses a file on disk. @param {string} name @param {number} size */
async function choose(name, size) {
  const path = join(folder, name);
  const file = await open(path, 'w');
  await file.truncate(size);
  await file.close();
  await page.setContent(`<input type="file">${await page.content()}`);
  await page.setInputFiles('input', path);
  // Chromium reads the file's metadata when its size is first requested.
  assert.equal(await page.evaluate('document.querySelector("input").files[0].size'), size);
  return path;
}

test('a chosen file is hashed and sent, with progress events', async () => {
  await choose('large.bin', 96 * MIB);
  const { scan, events } = await page.evaluate(async (baseUrl) => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    const file = /** @type {HTMLInputElement} */ (document.querySelector('input')).files?.[0];
    /** @type {import('metadefender-wasm').Progress[]} */
    const events = [];
    const metadefender = await connect({ baseUrl });
    const onProgress = (/** @type {import('metadefender-wasm').Progress} */ event) =>
      events.push(event);
    return { scan: await metadefender.scan(file, { onProgress }), events };
  }, gateway.address);
  assert.equal(scan.verdict, 'allowed');
  assert.equal(scan.result.file_info.display_name, 'large.bin');
  assert.equal(scan.result.file_info.file_size, 96 * MIB);
  for (const phase of ['hash', 'upload']) {
    const loaded = events.filter((event) => event.phase === phase).map(({ loaded }) => loaded);
    assert.ok(loaded.length > 1, `${phase}: ${loaded}`);
    assert.deepEqual(
      loaded,
      [...loaded].sort((a, b) => a - b),
    );
  }
});

test('a file that was removed after it was chosen is unreadable, not a network error', async () => {
  const path = await choose('gone.bin', MIB);
  await rm(path);
  const code = await page.evaluate(async (baseUrl) => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    const file = /** @type {HTMLInputElement} */ (document.querySelector('input')).files?.[0];
    const metadefender = await connect({ baseUrl });
    return metadefender.analyze(file).catch((/** @type {any} */ error) => error.code);
  }, gateway.address);
  assert.equal(code, 'invalid-input');
});

test('a stream is collected and then handled like any file', async () => {
  const scan = await page.evaluate(async (baseUrl) => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    const metadefender = await connect({ baseUrl });
    return metadefender.scan(new Blob([`a stream ${Math.random().toString(36)}`]).stream());
  }, gateway.address);
  assert.equal(scan.verdict, 'allowed');
});

test('an abort during the upload closes the connection', async () => {
  const { promise: closed, resolve: onClose } = withResolvers();
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', '*');
    if (request.method === 'OPTIONS') return response.end();
    // Never responds.
    request.once('data', () => page.evaluate('controller.abort()'));
    request.socket.once('close', onClose);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  try {
    const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
    const name = await page.evaluate(async (baseUrl) => {
      const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
      const metadefender = await connect({ baseUrl });
      const controller = new AbortController();
      Object.assign(window, { controller });
      const { signal } = controller;
      const file = new Blob([new Uint8Array(64 * 1024 * 1024)]);
      return metadefender.analyze(file, { signal }).catch((/** @type {any} */ error) => error.name);
    }, `http://127.0.0.1:${port}`);
    assert.equal(name, 'AbortError');
    await closed;
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a path as the address is resolved against the page’s origin', async () => {
  const error = await page.evaluate(async () => {
    const { connect } = await import(/** @type {string} */ ('metadefender-wasm'));
    const metadefender = await connect({ baseUrl: '/scan' });
    return metadefender.rules().catch((/** @type {any} */ error) => ({ ...error }));
  });
  assert.deepEqual(error, { code: 'not-found', status: 404, endpoint: 'GET /file/rules' });
});

/** `Promise.withResolvers`, which Node 20 lacks. */
function withResolvers() {
  /** @type {() => void} */
  let resolve = () => {};
  const promise = new Promise((fulfil) => (resolve = () => fulfil(undefined)));
  return { promise, resolve };
}
