// @ts-check
// A worker created from a `blob:` URL, as by bundlers and editors: relative URLs cannot be resolved against it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { browsers } from '../support/browsers.mjs';
import { consumer } from '../support/site.mjs';
import { staticFiles } from '../support/static-server.mjs';

const PACKAGE = '/node_modules/metadefender-wasm/dist/browser.js';
const PAGE = `<!doctype html><title>A page with workers</title><script type="module">
  const source = (baseUrl) => \`
    import { connect } from '\${new URL('${PACKAGE}', location.href)}';
    connect({ baseUrl: '\${baseUrl}' })
      .then((client) => client.analyze(new Blob(['abc'])))
      .then(({ dataId }) => postMessage(dataId), ({ code, message }) => postMessage([code, message]));\`;
  globalThis.analyzeIn = (scheme, baseUrl) => {
    const blob = new Blob([source(baseUrl)], { type: 'text/javascript' });
    const data = 'data:text/javascript,' + encodeURIComponent(source(baseUrl));
    const worker = new Worker(scheme === 'blob' ? URL.createObjectURL(blob) : data, { type: 'module' });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
  };
</script>`;

const files = staticFiles({ 'access-control-allow-origin': '*' }, consumer(), {
  '/page.html': PAGE,
});
const server = createServer((request, response) => {
  if (!request.url?.startsWith('/scan/')) return files(request, response);
  request.resume();
  response.end(JSON.stringify({ data_id: `${request.method} ${request.url}` }));
});

for (const name of /** @type {const} */ (['chromium', 'firefox'])) {
  describe(`${name}, a worker without a base URL`, () => {
    /** @type {import('../support/browsers.mjs').Browser} */
    let browser;
    /** @type {import('../support/browsers.mjs').Page} */
    let page;
    let origin = '';

    before(async () => {
      await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      origin = `http://127.0.0.1:${port}`;
      browser = await browsers[name]();
      page = await browser.open(`${origin}/page.html`);
    });
    after(async () => {
      await browser?.close();
      server.close();
      server.closeAllConnections();
    });

    test('a path is resolved against the page’s origin in a blob: worker', async () => {
      assert.equal(await page.call('analyzeIn', 'blob', '/scan'), 'POST /scan/file');
      assert.equal(await page.call('analyzeIn', 'blob', `${origin}/scan`), 'POST /scan/file');
    });

    test('in a data: worker, which has no origin, the error names the remedy', async () => {
      const [code, message] = await page.call('analyzeIn', 'data', '/scan');
      assert.equal(code, 'invalid-input');
      assert.match(message, /write the whole address/);
    });
  });
}
