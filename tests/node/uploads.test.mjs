// @ts-check
// How files are sent in Node: by its fetch, and by the global dispatcher of the user.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { connect } from 'metadefender-wasm';
import { fails } from '../behaviour/expect.js';
import { startGateway } from '../support/gateway.mjs';
import { LOCALHOST } from '../support/localhost-certificate.mjs';

const MIB = 1 << 20;
const globals = /** @type {any} */ (globalThis);
/** Where Node's fetch finds its dispatcher. */
const DISPATCHER = Symbol.for(
  `undici.globalDispatcher.${parseInt(process.versions.undici ?? '') < 8 ? 1 : 2}`,
);

/** Not a whole number of chunks. */
const CONTENT = randomBytes(24 * MIB + 12_345);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
let folder = '';
let file = new URL('file:');

/**
 * The uploads that the service received, each with its hash and its connection.
 * @type {{ sha256: string, length: string | undefined, socket: unknown }[]}
 */
const uploads = [];
const service = http.createServer(take);
const secureService = https.createServer(LOCALHOST, take);
let baseUrl = '';
let secureUrl = '';

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
async function take(request, response) {
  const hash = createHash('sha256');
  let chunks = 0;
  for await (const chunk of request) {
    hash.update(chunk);
    // Slower than the file is read, so that there is always more data than the connection accepts.
    if ((chunks += 1) % 50 === 0) await setTimeout(1);
  }
  const sha256 = hash.digest('hex');
  uploads.push({ sha256, length: request.headers['content-length'], socket: request.socket });
  response.end('{"data_id":"one"}');
}

/** @param {http.Server | https.Server} server */
async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return `${server === secureService ? 'https' : 'http'}://127.0.0.1:${port}`;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  const path = join(folder, 'random.bin');
  await writeFile(path, CONTENT);
  file = pathToFileURL(path);
  [baseUrl, secureUrl] = await Promise.all([listen(service), listen(secureService)]);
  // Node loads it with the first request.
  await fetch('data:,');
});
after(async () => {
  for (const server of [service, secureService]) {
    server.close();
    server.closeAllConnections();
  }
  await rm(folder, { recursive: true });
});

/** Uploads the file, and asserts that it arrived unchanged. @param {string} to */
async function uploadTo(to) {
  const metadefender = await connect({ baseUrl: to });
  assert.equal((await metadefender.analyze(file)).dataId, 'one');
  const { sha256, length, socket } = uploads.at(-1) ?? {};
  assert.equal(length, `${CONTENT.length}`);
  assert.equal(sha256, SHA256);
  return socket;
}

/**
 * Replaces a global value temporarily.
 * @param {string | symbol} name
 * @param {any} value
 * @param {() => Promise<unknown>} work
 */
async function during(name, value, work) {
  const original = globals[name];
  globals[name] = value;
  try {
    await work();
  } finally {
    globals[name] = original;
  }
}

test('files on disk arrive unchanged, all over the same connection', async () => {
  const socket = await uploadTo(baseUrl);
  assert.equal(await uploadTo(baseUrl), socket);
});

test('a file on disk needs little memory, however large it is', async (context) => {
  const gateway = await startGateway();
  context.after(() => gateway.stop());
  const path = join(folder, 'sparse.bin');
  await writeFile(path, '');
  await truncate(path, 256 * MIB);
  const metadefender = await connect({ baseUrl: gateway.address });
  const idle = process.memoryUsage().arrayBuffers;
  let most = 0;
  await metadefender.analyze(pathToFileURL(path), {
    onProgress: () => (most = Math.max(most, process.memoryUsage().arrayBuffers)),
  });
  assert.ok(most - idle < 8 * MIB, `${(most - idle) / MIB} MiB`);
});

test('a global dispatcher of the user sends the upload, and may keep its chunks', async () => {
  /** @type {Uint8Array[]} */
  const kept = [];
  const original = globals[DISPATCHER];
  const dispatcher = {
    dispatch(/** @type {any} */ options, /** @type {unknown} */ handler) {
      const { body } = options;
      async function* watched() {
        for await (const chunk of body) {
          kept.push(chunk);
          yield chunk;
        }
      }
      return original.dispatch({ ...options, body: watched() }, handler);
    },
  };
  await during(DISPATCHER, dispatcher, () => uploadTo(baseUrl));
  assert.ok(Buffer.concat(kept).equals(CONTENT));
});

test('a certificate that an agent of the user trusts is trusted', async () => {
  const error = await fails(uploadTo(secureUrl), 'network');
  assert.match(error.message, /certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  const agent = new globals[DISPATCHER].constructor({ connect: { ca: LOCALHOST.cert } });
  await during(DISPATCHER, agent, () => uploadTo(secureUrl));
  await agent.close();
});

for (const [what, patch] of Object.entries({
  'passes it on': (/** @type {typeof fetch} */ original) => original,
  'makes a request of it':
    (/** @type {typeof fetch} */ original) =>
    (/** @type {string} */ url, /** @type {RequestInit} */ init) =>
      original(new Request(url, init)),
  'reads a copy of it':
    (/** @type {typeof fetch} */ original) =>
    async (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
      const request = new Request(url, init);
      const [copy, response] = await Promise.all([
        request.clone().arrayBuffer(),
        original(request),
      ]);
      assert.ok(Buffer.from(copy).equals(CONTENT));
      return response;
    },
})) {
  test(`a replaced fetch that ${what} gets uploads`, async () => {
    let calls = 0;
    const patched = patch(globals.fetch);
    const counting = (/** @type {any[]} */ ...args) => {
      calls += 1;
      return /** @type {any} */ (patched)(...args);
    };
    await during('fetch', counting, () => uploadTo(baseUrl));
    assert.equal(calls, 1);
  });
}

test('an early refusal by the server is read, and the upload stops', async (context) => {
  let taken = 0;
  /** @type {Promise<unknown> | undefined} */
  let closed;
  const server = http.createServer((request, response) => {
    closed = new Promise((resolve) => request.socket.once('close', resolve));
    request.on('data', (chunk) => (taken += chunk.length));
    request.once('data', () => response.writeHead(413).end('{"err":"too large"}'));
  });
  context.after(() => server.close());
  const metadefender = await connect({ baseUrl: await listen(server) });
  const path = join(folder, 'larger.bin');
  await writeFile(path, '');
  await truncate(path, 4096 * MIB);
  await fails(metadefender.analyze(pathToFileURL(path)), 'too-large');
  await closed;
  assert.ok(taken < 1024 * MIB, `${taken / MIB} MiB were sent`);
});
