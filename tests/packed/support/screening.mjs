// @ts-check
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { pathToFileURL } from 'node:url';
import { inConsumer } from './consumer.mjs';
import { startWorker } from './worker.mjs';

export const SECRET = 'a secret of the Worker and its origin, 32+';

/** What an origin got. @typedef {{ method: string, url: string, headers: Record<string, any>, rawHeaders: string[], body: Buffer, verdict: any, problem?: string }} Received */

/** The check of the packed package. */
const { verifyVerdict } = await import(
  pathToFileURL(inConsumer('node_modules/metadefender-wasm/dist/edge-verify.js')).href
);

/**
 * An origin that checks the verdict of what reaches it, and keeps it.
 * @param {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, body: Buffer) => void} [answer]
 */
export async function startOrigin(answer = (_request, response) => response.end('taken')) {
  /** @type {Received[]} */
  const received = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { method = '', url = '', headers, rawHeaders } = request;
    const options = { secret: SECRET, accept: ['allowed', 'undetermined'] };
    const verdict = await verifyVerdict(headers, options).catch(
      (/** @type {any} */ { code }) => code,
    );
    received.push({ method, url, headers, rawHeaders, body, verdict });
    answer(request, response, body);
  });
  return { ...(await serve(server)), received };
}

/** @param {import('node:http').Server} server */
export async function serve(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * A Worker that screens.
 * @param {{ gateway: string, origin?: string, options?: object, bindings?: object } & Record<string, unknown>} options
 *   those of preScreen as JSON, and those of Miniflare
 */
export async function startScreening({ gateway, origin, options, bindings, ...miniflare }) {
  const worker = await startWorker('edge/screen.js', {
    compatibilityFlags: ['enable_request_signal'],
    bindings: {
      GATEWAY: gateway,
      SECRET,
      OPTIONS: options ?? {},
      ...(origin && { ORIGIN: origin }),
      ...bindings,
    },
    ...miniflare,
  });
  const { hostname, port } = new URL(worker.address);
  return {
    ...worker,
    address: worker.address.replace(/\/$/, ''),
    /** Sends what no client would send, and answers what comes. @param {(string | Uint8Array)[]} pieces */
    async raw(...pieces) {
      const socket = connect(Number(port), hostname);
      for (const piece of pieces) socket.write(piece);
      const chunks = [];
      socket.on('error', () => {});
      socket.setTimeout(20_000, () => socket.destroy());
      for await (const chunk of socket) {
        chunks.push(chunk);
        const text = Buffer.concat(chunks).toString('latin1');
        const [head, rest = ''] = text.split(/\r\n\r\n(.*)/s);
        const length = Number(/^content-length: (\d+)/im.exec(head ?? '')?.[1] ?? NaN);
        if (rest.length >= length) break;
      }
      const text = Buffer.concat(chunks).toString();
      const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
      return { status: Number(head.split(' ')[1]), head, body };
    },
    socket: () => connect(Number(port), hostname),
  };
}

/** The name and content of each object in a bucket of Miniflare's. @param {any} bucket */
export async function keysOf(bucket) {
  const { objects } = await bucket.list();
  return objects.map((/** @type {{ key: string }} */ { key }) => key);
}
