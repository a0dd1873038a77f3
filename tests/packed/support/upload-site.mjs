// @ts-check
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import { formDataOf } from '../../support/form-data.mjs';
import { staticFiles } from '../../support/static-server.mjs';

/** Of a page with a form that uses the element, and scans by a path of its own origin. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "require-trusted-types-for 'script'",
];
const SCRIPTS = "script-src 'self' 'wasm-unsafe-eval'";

const RECEIVED = '<title>Received</title><link rel="icon" href="data:,">';

/**
 * A site as users have it: static files under a strict policy, a proxy to MetaDefender at /scan, and
 * /received, where its forms are sent.
 *
 * @param {string} gateway its address
 * @param {import('./element-sample.mjs').Served} served
 */
export async function startUploadSite(gateway, { root, path, html }) {
  const policy = [...POLICY, [SCRIPTS, ...inlineScripts(html)].join(' ')].join('; ');
  const files = staticFiles({ 'Content-Security-Policy': policy }, root, { [path]: html });
  /** @type {FormData[]} */
  const received = [];
  /** @type {{ is: (method: string, path: string) => boolean, resolve: (headers: import('node:http').IncomingHttpHeaders) => void }[]} */
  let awaited = [];
  let open = Promise.resolve();
  let release = () => {};

  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    if (method === 'POST' && url === '/received') {
      received.push(await formDataOf(request));
      response.setHeader('Content-Type', 'text/html').end(RECEIVED);
    } else if (url.startsWith('/scan/')) {
      const path = url.slice('/scan'.length);
      awaited = awaited.filter(
        ({ is, resolve }) => !(is(method, path) && (resolve(headers), true)),
      );
      if (method === 'GET' && path.startsWith('/file/')) await open;
      if (!response.destroyed) proxy(request, response, gateway + path);
    } else files(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    page: `http://127.0.0.1:${port}${path}`,
    /** What the forms have sent. */
    received,
    /** Keeps back what the gateway says of analyses, until they are released. */
    hold() {
      open = new Promise((resolve) => (release = resolve));
    },
    release: () => release(),
    /**
     * The headers of the next request to MetaDefender that is such a one.
     * @param {(method: string, path: string) => boolean} is
     * @returns {Promise<import('node:http').IncomingHttpHeaders>}
     */
    next: (is) => new Promise((resolve) => awaited.push({ is, resolve })),
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} address
 */
export function proxy(request, response, address) {
  const { method, headers } = request;
  const passedOn = ask(address, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  passedOn.on('error', () => response.destroy());
  response.on('close', () => passedOn.destroy());
  request.pipe(passedOn);
}

/** The import map, and what React puts into a page for a form that is sent before it is hydrated. */
function inlineScripts(/** @type {string} */ html) {
  const scripts = html.matchAll(/<script(?![^>]* src=)[^>]*>(.*?)<\/script>/gs);
  return [...scripts].map(([, text = '']) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
}
