// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { connect, digest } from 'metadefender-wasm';
import { fails } from '../behaviour/expect.js';
import { AT_ONCE, EICAR } from '../behaviour/reports.js';
import { startGateway } from '../support/gateway.mjs';

const MIB = 1024 * 1024;

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('metadefender-wasm').MetaDefender} */
let metadefender;
let folder = '';

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  gateway = await startGateway();
  metadefender = await connect({ baseUrl: gateway.address });
});
after(async () => {
  await gateway?.stop();
  await rm(folder, { recursive: true });
});

/** A stream of so many MiB, generated as it is read. @param {number} chunks @param {number} [fill] */
function stream(chunks, fill = Math.random() * 255) {
  return new ReadableStream({
    pull(controller) {
      if (chunks === 0) return controller.close();
      chunks -= 1;
      controller.enqueue(new Uint8Array(MIB).fill(fill));
    },
  });
}

test('a file on disk is scanned by its URL, with its name', async () => {
  const path = join(folder, 'kühl & 100%.txt');
  await writeFile(path, `harmless ${Math.random().toString(36)}`);
  const scan = await metadefender.scan(pathToFileURL(path), { poll: AT_ONCE });
  assert.equal(scan.verdict, 'allowed');
  assert.equal(scan.result.file_info?.display_name, 'kühl & 100%.txt');
});

test('a missing file, a folder or a changed file is unreadable', async () => {
  await fails(metadefender.scan(pathToFileURL(join(folder, 'nowhere'))), 'invalid-input');
  await fails(metadefender.scan(pathToFileURL(folder)), 'invalid-input');
  const { openAsBlob } = await import('node:fs');
  const path = join(folder, 'growing');
  await writeFile(path, 'one');
  const blob = await openAsBlob(path);
  await appendFile(path, ' two');
  await fails(metadefender.scan(blob), 'invalid-input');
  await fails(metadefender.scan(blob, { lookup: false }), 'invalid-input');
  await fails(metadefender.analyze(blob), 'invalid-input');
});

test('a stream of known length is hashed while it is sent, and judged', async () => {
  /** @type {string[]} */
  const phases = [];
  const scan = await metadefender.scan(stream(8, 7), {
    contentLength: 8 * MIB,
    filename: 'stream.bin',
    poll: AT_ONCE,
    onProgress: ({ phase }) => phases.push(phase),
  });
  assert.equal(scan.verdict, 'allowed');
  assert.equal(scan.via, 'analysis');
  assert.deepEqual(scan.digests, await digest(new Uint8Array(8 * MIB).fill(7)));
  assert.equal(scan.result.file_info?.file_size, 8 * MIB);
  assert.ok(!phases.includes('hash') && !phases.includes('lookup'));

  const eicar = new Blob([EICAR]).stream();
  const blocked = await metadefender.scan(eicar, { contentLength: 68, poll: AT_ONCE });
  assert.equal(blocked.verdict, 'blocked');
});

test('the length of a request or response is taken from its headers', async (t) => {
  const server = createServer((_, response) =>
    response.end(`from afar ${Math.random().toString(36)}`),
  );
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const response = await fetch(`http://127.0.0.1:${port}`);
  const scan = await metadefender.scan(response, { poll: AT_ONCE });
  assert.equal(scan.verdict, 'allowed');
  assert.equal(String(scan.result.file_info?.file_size), response.headers.get('content-length'));
});

test('a stream of unknown length is buffered and looked up, and refused if it is long', async () => {
  const fill = Math.random() * 255;
  const source = () => new Response(stream(1, fill));
  const scan = await metadefender.scan(source(), { poll: AT_ONCE });
  assert.equal(scan.verdict, 'allowed');
  assert.equal(scan.result.file_info?.file_size, MIB);
  assert.equal((await metadefender.scan(source(), { bufferLimit: MIB })).via, 'lookup');

  const untouched = await connect({
    baseUrl: 'http://service.test',
    fetch: () => assert.fail('something was sent'),
  });
  const limited = { bufferLimit: MIB - 1 };
  const error = await fails(untouched.scan(source(), limited), 'length-required');
  assert.match(error.message, /more than 1048575 bytes.*contentLength/);
  await fails(untouched.analyze(stream(1), limited), 'length-required');
  await fails(untouched.analyze(stream(17)), 'length-required');
  let pulls = 0;
  const endless = new ReadableStream({
    pull(it) {
      pulls += 1;
      it.enqueue(new Uint8Array(MIB));
    },
  });
  await fails(untouched.analyze(endless), 'length-required');
  assert.ok(pulls < 20, `${pulls} chunks were read`);
  for (const bufferLimit of [-1, Number.NaN]) {
    await fails(untouched.analyze(stream(1), { bufferLimit }), 'invalid-input');
  }
});

test('a stream of many small chunks is buffered in a few', async () => {
  const text = 'The quick brown fox '.repeat(10_000);
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const small = new ReadableStream({
    pull(it) {
      for (let chunk = 0; chunk < 100 && at < bytes.length; chunk += 1) {
        it.enqueue(bytes.slice(at, (at += 1)));
      }
      if (at === bytes.length) it.close();
    },
  });
  let sent = '';
  const echo = await connect({
    baseUrl: 'http://service.test',
    async fetch(_url, { body }) {
      sent = await new Response(body).text();
      return Response.json({ data_id: '1234' });
    },
  });
  await echo.analyze(small);
  assert.ok(sent === text);
});

test('a file on disk is closed after it was encoded', async () => {
  const path = join(folder, 'encoded.txt');
  await writeFile(path, 'harmless');
  const open = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path;
      } catch {
        return false;
      }
    });
  for (const contentEncoding of /** @type {const} */ (['gzip', 'base64'])) {
    await metadefender.analyze(pathToFileURL(path), { contentEncoding });
    while (open().length > 0) await setImmediate();
  }
});

test('a stream that is shorter or longer than stated has its own error', async () => {
  for (const contentLength of [MIB - 1, 3 * MIB]) {
    const error = await fails(metadefender.scan(stream(2), { contentLength }), 'invalid-input');
    assert.match(error.message, /bytes/);
  }
});

test('a response before the end of the stream is not a success: the hash is unknown', async () => {
  const server = createServer((request, response) => {
    request.once('data', () => response.end('{"data_id":"early"}'));
  });
  const address = await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve(`http://127.0.0.1:${port}`);
    }),
  );
  /** Starts and then stalls. @returns {ReadableStream<Uint8Array>} */
  const begun = () => new ReadableStream({ start: (it) => it.enqueue(new Uint8Array(MIB)) });
  try {
    const hasty = await connect({ baseUrl: address });
    await fails(hasty.scan(begun(), { contentLength: 8 * MIB }), 'protocol');
    await fails(hasty.analyze(begun(), { contentLength: 8 * MIB }), 'protocol');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a stream that is longer than stated is not judged by its beginning', async () => {
  const clean = new TextEncoder().encode(`harmless ${Math.random().toString(36)}`);
  const parts = [clean, new TextEncoder().encode(EICAR)];
  const stream = new ReadableStream({
    async pull(controller) {
      const part = parts.shift();
      if (part !== clean) await new Promise((resolve) => setTimeout(resolve, 50));
      if (part) controller.enqueue(part);
      else controller.close();
    },
  });
  const error = await fails(
    metadefender.scan(stream, { contentLength: clean.length, poll: AT_ONCE }),
    'invalid-input',
  );
  assert.match(error.message, /bytes/);
});

test('a file on disk does not stay open if it cannot be sent', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'large.bin');
  await writeFile(path, new Uint8Array(16 * MIB));
  const server = createServer((request) => request.once('data', () => request.socket.destroy()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.after(() => server.close());
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const options = { baseUrl: `http://127.0.0.1:${port}`, retry: { attempts: 2, baseDelay: 1 } };
  const broken = await connect(options);
  await fails(broken.analyze(pathToFileURL(path)), 'network');
  const links = () => readdirSync('/proc/self/fd').map(linkOf);
  while (links().includes(path)) await setImmediate();
});

/** @param {string} descriptor */
function linkOf(descriptor) {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}

test('a stream that fails is an error, and its upload is not retried', async () => {
  let uploads = 0;
  const server = createServer((request, response) => {
    uploads += 1;
    request.resume();
    request.on('end', () => response.writeHead(503, { 'retry-after': '0' }).end('{}'));
  });
  const address = await new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      resolve(`http://127.0.0.1:${port}`);
    }),
  );
  try {
    const busy = await connect({ baseUrl: address, retry: { baseDelay: 1 } });
    await fails(busy.analyze(stream(1), { contentLength: MIB }), 'busy');
    assert.equal(uploads, 1);
    await fails(busy.analyze(new Blob(['x'])), 'busy');
    assert.equal(uploads, 5);
  } finally {
    server.close();
  }
  const failing = new ReadableStream({ pull: (it) => it.error(new Error('disk on fire')) });
  await fails(metadefender.scan(failing, { contentLength: 10 }), 'invalid-input');
});

test('a large upload is sent with progress and constant memory', async () => {
  const before = process.memoryUsage().rss;
  let most = before;
  /** @type {number[]} */
  const loaded = [];
  const scan = await metadefender.scan(stream(512), {
    contentLength: 512 * MIB,
    poll: AT_ONCE,
    onProgress(progress) {
      most = Math.max(most, process.memoryUsage().rss);
      if (progress.phase === 'upload') loaded.push(progress.loaded);
    },
  });
  assert.equal(scan.verdict, 'allowed');
  assert.ok(loaded.length > 2, 'progress was heard');
  assert.deepEqual(
    loaded,
    [...loaded].sort((a, b) => a - b),
  );
  assert.ok(most - before < 192 * MIB, `${(most - before) / MIB} MiB more than before`);
});
