// @ts-check
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { until } from '../../support/until.mjs';
import { inConsumer } from './consumer.mjs';
import { startWorker } from './worker.mjs';

export { until };

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
    // What is cut on its way is nothing that an origin takes.
    const chunks = await request.toArray().catch(() => undefined);
    if (!chunks) return;
    const body = Buffer.concat(chunks);
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
  /** @type {Buffer[]} */
  const log = [];
  const worker = await startWorker('edge/screen.js', {
    handleRuntimeStdio(
      /** @type {NodeJS.ReadableStream} */ stdout,
      /** @type {NodeJS.ReadableStream} */ stderr,
    ) {
      for (const stream of [stdout, stderr]) stream.on('data', (chunk) => log.push(chunk));
    },
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
      socket.setTimeout(60_000, () => socket.destroy());
      for await (const chunk of socket) {
        chunks.push(chunk);
        const text = Buffer.concat(chunks).toString('latin1');
        const [head, rest = ''] = text.split(/\r\n\r\n(.*)/s);
        const length = Number(/^content-length: (\d+)/im.exec(head ?? '')?.[1] ?? NaN);
        if (rest.length >= length || rest.endsWith('0\r\n\r\n')) break;
      }
      const text = Buffer.concat(chunks).toString();
      const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s);
      return { status: Number(head.split(' ')[1]), head, body };
    },
    socket: () => connect(Number(port), hostname),
    /** What it wrote to its console. */
    log: () => Buffer.concat(log).toString(),
    /** Waits until nothing is held: deletion comes after the answer. */
    async untilEmpty() {
      const held = await worker.bucket('HOLDING');
      await until(async () => (await keysOf(held)).length === 0);
    },
  };
}

/**
 * Checks that an answer is a problem (RFC 9457).
 * @param {Response} response
 * @param {number} status
 * @param {string} kind
 */
export async function problem(response, status, kind) {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const details = JSON.parse(text);
  assert.equal(details.type, `urn:metadefender-wasm:${kind}`);
  assert.equal(details.status, status);
  return details;
}

/** @param {string | Uint8Array} content */
export const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** What no service has seen before. */
export const unknown = () => `unknown ${Math.random().toString(36)}`;

/** Keeps what has to be stopped, until the tests of a file are over. */
export function keeper() {
  /** @type {(() => Promise<void>)[]} */
  const stops = [];
  after(() => Promise.all(stops.map((stop) => stop())));
  return /** @template {{ stop(): Promise<void> }} T @param {T} thing */ (thing) => {
    stops.push(() => thing.stop());
    return thing;
  };
}

/** The name and content of each object in a bucket of Miniflare's. @param {any} bucket */
export async function keysOf(bucket) {
  const { objects } = await bucket.list();
  return objects.map((/** @type {{ key: string }} */ { key }) => key);
}
