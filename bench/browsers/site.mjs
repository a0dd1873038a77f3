// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { staticFiles } from '../../tests/support/static-server.mjs';

/** The path of another build. */
const AGAINST = '/against';

/**
 * The web server of the page: it serves the files of the checkout, and receives posts from the page.
 * @param {string} [against] the `dist` of another build
 */
export async function startSite(against) {
  const files = staticFiles();
  const others = staticFiles({}, against);
  /** @type {Map<string, (post: Post) => void>} */
  const expected = new Map();
  const server = createServer(async (request, response) => {
    if (against && request.url?.startsWith(`${AGAINST}/`)) {
      request.url = request.url.slice(AGAINST.length);
      return others(request, response);
    }
    if (request.method !== 'POST') return files(request, response);
    const body = await text(request);
    expected.get(request.url ?? '')?.({ body, answer: () => response.end() });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    against: against && AGAINST,
    /** The next post to a path. @param {string} path @returns {Promise<Post>} */
    post: (path) => new Promise((resolve) => expected.set(path, resolve)),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** @typedef {{ body: string, answer: () => void }} Post */
