// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { formDataOf } from './form-data.mjs';
import { importMapHash } from './import-map.mjs';
import { startStaticServer } from './static-server.mjs';

const IMPORTS = {
  'metadefender-wasm': '/dist/browser.js',
  'metadefender-wasm/element': '/dist/element.js',
  'metadefender-wasm/element/de': '/dist/element-de.js',
  'metadefender-wasm/element/ar': '/dist/element-ar.js',
};

/** @param {Record<string, string>} imports */
const importMap = (imports) =>
  `<script type="importmap">${JSON.stringify({ imports }, null, 2)}</script>`;

/** How a page may style the element. */
const STYLE = `
html { background: Canvas; }
.inline { display: inline-block; }
.long { block-size: 200vh; }
.tall { --metadefender-list-height: none; --metadefender-font: Inter, system-ui; }
.styled { --metadefender-accent: rgb(1 2 3); }
.styled::part(blocked) { background: rgb(4 5 6); }
.styled:not(:state(scanning)):invalid { outline: 2px dotted; }
`;

/**
 * Libraries of the page's, which ask for more than a strict policy allows.
 * @typedef {object} Libraries
 * @property {Record<string, string>} [imports] addresses for the import map
 * @property {string[]} [scripts] classic ones
 */

/** What a page with the element has to allow. @param {string} gateway */
const policy = (gateway) =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${importMapHash(importMap(IMPORTS))}`,
    "style-src 'self'",
    `connect-src 'self' ${gateway}`,
    "img-src 'self' data:",
    "form-action 'self' http://127.0.0.1:*",
    "require-trusted-types-for 'script'",
  ].join('; ');

/**
 * Serves pages with forms that use the element, under a strict policy unless they have libraries, and takes what they
 * submit.
 * @param {string} gateway its address
 * @param {Libraries} [libraries]
 */
export async function startForms(gateway, libraries) {
  const map = importMap({ ...IMPORTS, ...libraries?.imports });
  const scripts = (libraries?.scripts ?? []).map((address) => `<script src="${address}"></script>`);
  /** @type {Record<string, string>} */
  const pages = {
    '/element-page.js': "import 'metadefender-wasm/element';\n",
    '/element-page.css': STYLE,
  };
  const headers = libraries ? undefined : { 'Content-Security-Policy': policy(gateway) };
  const site = await startStaticServer(headers, undefined, pages);
  const receiver = await startReceiver();
  let count = 0;
  return {
    /**
     * Opens a page with this in its body; GATEWAY and RECEIVER in it are their addresses.
     * @param {import('playwright-core').Page} page
     * @param {string} body
     * @param {{ lang?: string, dir?: string }} [options]
     */
    async open(page, body, { lang = 'en', dir = 'ltr' } = {}) {
      const path = `/form-${(count += 1)}.html`;
      const text = body.replaceAll('GATEWAY', gateway).replaceAll('RECEIVER', receiver.address);
      pages[path] = `<!doctype html>
<html lang="${lang}" dir="${dir}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <meta name="color-scheme" content="light dark" />
    <title>A form</title>
    <link rel="icon" href="data:," />
    ${map}
    ${scripts.join('')}
    <link rel="stylesheet" href="/element-page.css" />
    <script type="module" src="/element-page.js"></script>
  </head>
  <body><main><h1>A form</h1>${text}</main></body>
</html>`;
      await page.goto(site.address + path);
      await page.waitForFunction(() => customElements.get('metadefender-upload'));
    },
    submitted: receiver.submitted,
    stop: () => Promise.all([site.stop(), receiver.stop()]),
  };
}

/** Whom the forms are sent to. */
async function startReceiver() {
  /** @type {FormData[]} */
  const submitted = [];
  const server = createServer(async (request, response) => {
    // The browser asks for an icon as well.
    if (request.method !== 'POST') return void response.writeHead(204).end();
    submitted.push(await formDataOf(request));
    response.setHeader('Content-Type', 'text/html').end('<title>Received</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}/`,
    submitted,
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
