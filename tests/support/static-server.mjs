// @ts-check
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mimeType } from '../../scripts/demo/mime-type.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Serves the files of a folder on a free port.
 * @param {Record<string, string>} [headers] of every answer
 * @param {string} [root] the checkout unless told
 * @param {Record<string, string>} [texts] files that are not on disk, by their paths
 */
export async function startStaticServer(headers, root, texts) {
  const server = createServer(staticFiles(headers, root, texts));
  await /** @type {Promise<void>} */ (
    new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  );
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    stop: () =>
      /** @type {Promise<void>} */ (
        new Promise((resolve) => {
          server.close(() => resolve());
          // A browser that is still there keeps its connections open.
          server.closeAllConnections();
        })
      ),
  };
}

/**
 * Answers with the files of a folder.
 * @param {Record<string, string>} [headers] of every answer
 * @param {string} [root] the checkout unless told
 * @param {Record<string, string>} [texts] files that are not on disk, by their paths
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void}
 */
export function staticFiles(headers = {}, root = CHECKOUT, texts = {}) {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = join(root, normalize(decodeURIComponent(pathname)));
    const text = texts[pathname];
    if (text === undefined && !statSync(path, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...headers, 'Content-Type': mimeType(path) });
    if (text === undefined) createReadStream(path).pipe(response);
    else response.end(text);
  };
}
