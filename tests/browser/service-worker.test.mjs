// @ts-check
// Pages behind a service worker that passes requests on: there XHR reports no upload progress.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { staticFiles } from '../support/static-server.mjs';

const SERVICE_WORKER = `
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  self.addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));
`;
/** Rate at which a body is read, bytes per ms. */
const SPEED = 300;
/** Bytes. */
const LARGE = 600_000;
/** ms; much less than an upload takes. */
const TIMEOUT = 300;

let uploads = 0;
const files = staticFiles({}, undefined, { '/worker.js': SERVICE_WORKER });

/** The service below /service, and the files of the checkout. */
const server = createServer((request, response) => {
  const { method, url = '' } = request;
  if (!url.startsWith('/service')) return files(request, response);
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-headers', '*');
  if (method === 'OPTIONS') return response.end();
  if (method === 'GET') return response.writeHead(404).end('{}');
  uploads += 1;
  request.on('data', (/** @type {Buffer} */ chunk) => {
    request.pause();
    setTimeout(() => request.resume(), chunk.length / SPEED);
  });
  const silent = url.startsWith('/service/silent');
  request.on('end', () => silent || response.end('{"data_id":"one"}'));
});

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {import('playwright-core').Page} */
let page;
let [own, other] = ['', ''];

before(async () => {
  await new Promise((resolve) => server.listen(0, () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  [own, other] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  browser = await launchChromium();
  page = await browser.newPage();
  await page.goto(`${own}/tests/browser/page.html`);
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    const controlled = new Promise((resolve) => (serviceWorker.oncontrollerchange = resolve));
    await serviceWorker.register('/worker.js', { scope: '/' });
    await controlled;
  });
});
after(async () => {
  await browser?.close();
  server.close();
  server.closeAllConnections();
});

/**
 * Sends a file from the page or one of its workers.
 * @param {Record<string, unknown>} options
 * @param {number} size
 * @param {'page' | 'worker'} [where]
 */
function analyze(options, size, where = 'page') {
  uploads = 0;
  const call = /** @type {const} */ ([options, size, where]);
  return page.evaluate(async ([options, size, where]) => {
    const module = new URL('/dist/browser.js', location.href).href;
    /** @param {string} module @param {any} options @param {number} size */
    const analyze = async (module, options, size) => {
      const { connect } = await import(module);
      const metadefender = await connect(options);
      return metadefender.analyze(new Blob([new Uint8Array(size)])).then(
        (/** @type {any} */ { dataId }) => dataId,
        (/** @type {any} */ { code, message }) => `${code}: ${message}`,
      );
    };
    if (where === 'page') return analyze(module, options, size);
    const call = JSON.stringify([module, options, size]).slice(1, -1);
    const source = `(${analyze})(${call}).then((end) => postMessage(end))`;
    const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(address, { type: 'module' });
    return new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => resolve(message);
    });
  }, call);
}

for (const where of /** @type {const} */ (['page', 'worker'])) {
  for (const origin of /** @type {const} */ (['own', 'other'])) {
    test(`a long upload is not aborted, from a ${where}, to its ${origin} origin`, async () => {
      const baseUrl = `${origin === 'own' ? own : other}/service`;
      const begun = performance.now();
      const end = await analyze({ baseUrl, timeout: TIMEOUT }, LARGE, where);
      assert.equal(end, 'one');
      assert.ok(performance.now() - begun > 4 * TIMEOUT, 'it was too quick to show anything');
      assert.equal(uploads, 1);
    });
  }
}

test('an upload without a response times out by its size, and is sent once', async () => {
  const baseUrl = `${own}/service/silent`;
  const end = await analyze({ baseUrl, timeout: TIMEOUT, responseTimeout: 300 }, 32_000);
  assert.match(end, /^timeout: POST \/file: no response came within 1331 ms/);
  assert.equal(uploads, 1);
});
