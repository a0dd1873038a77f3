// @ts-check
// The option `credentials` of `connect`: whether requests of a page carry cookies.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startStaticServer, staticFiles } from '../support/static-server.mjs';

/** Method, path and cookie of each request to the service. @type {string[]} */
let asked = [];
const files = staticFiles();

/** The service below /service, and the files of the checkout, so that pages can be of the same or another origin. */
const service = createServer((request, response) => {
  const { method, url = '', headers } = request;
  if (!url.startsWith('/service/')) return files(request, response);
  response.setHeader('access-control-allow-origin', headers.origin ?? '*');
  response.setHeader('access-control-allow-credentials', 'true');
  response.setHeader('access-control-allow-headers', 'content-type');
  if (method === 'OPTIONS') return response.end();
  request.resume();
  asked.push(`${method} ${headers.cookie ?? '-'}`);
  return response.end(method === 'POST' ? '{"data_id":"one"}' : '{"one":"Not Found"}');
});

/** @type {Awaited<ReturnType<typeof startStaticServer>>} */
let site;
/** @type {import('playwright-core').Browser} */
let browser;
let address = '';

before(async () => {
  await new Promise((resolve) => service.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (service.address());
  address = `http://127.0.0.1:${port}`;
  [site, browser] = await Promise.all([startStaticServer(), launchChromium()]);
});
after(async () => {
  await Promise.all([site?.stop(), browser?.close()]);
  service.close();
  service.closeAllConnections();
});

/**
 * The cookies that a GET request and an upload carried.
 * @param {string} origin of the page
 * @param {RequestCredentials | undefined} credentials
 */
async function cookies(origin, credentials) {
  const context = await browser.newContext();
  // Cookies do not distinguish ports.
  await context.addCookies([{ name: 'node', value: 'one', url: address }]);
  const page = await context.newPage();
  await page.goto(`${origin}/tests/browser/page.html`);
  asked = [];
  await page.evaluate(
    async ([baseUrl, credentials]) => {
      const { connect } = await import('metadefender-wasm');
      const metadefender = await connect({
        baseUrl: baseUrl ?? '',
        ...(credentials && { credentials: /** @type {RequestCredentials} */ (credentials) }),
      });
      await metadefender.analyze(new Blob(['abc']));
      await metadefender.result('one').catch(() => {});
    },
    [`${address}/service`, credentials],
  );
  await context.close();
  return asked;
}

test('by default, cookies are sent to the page’s own origin only', async () => {
  assert.deepEqual(await cookies(address, undefined), ['POST node=one', 'GET node=one']);
  assert.deepEqual(await cookies(site.address, undefined), ['POST -', 'GET -']);
  assert.deepEqual(await cookies(site.address, 'same-origin'), ['POST -', 'GET -']);
});

test('`include` sends cookies to another origin, also with an upload', async () => {
  assert.deepEqual(await cookies(site.address, 'include'), ['POST node=one', 'GET node=one']);
});

test('`omit` sends no cookies, not even to the page’s own origin', async () => {
  assert.deepEqual(await cookies(address, 'omit'), ['POST -', 'GET -']);
});
