// @ts-check
// preScreen in Express, Fastify and Koa: Multer, @fastify/multipart and Busboy read allowed uploads as usual.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { before, describe, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { CONSUMER, inConsumer } from '../support/consumer.mjs';
import { inProgress, startMetaDefender } from '../support/scripted-metadefender.mjs';
import { keeper, problem, SECRET, sha256, unknown, until } from '../support/screening.mjs';
import { startGateway } from '../../support/gateway.mjs';

const MB = 1_000_000;
const kept = keeper();

/** @param {string} framework @param {string} gateway @param {object} [options] of preScreen */
async function start(framework, gateway, options) {
  const folder = mkdtempSync(join(tmpdir(), 'metadefender-wasm-framework-'));
  const child = spawn(process.execPath, [inConsumer('samples', 'edge', 'frameworks.mjs')], {
    cwd: CONSUMER,
    env: {
      ...process.env,
      NODE_TEST_CONTEXT: undefined,
      CONFIG: JSON.stringify({ framework, gateway, secret: SECRET, folder, options }),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => Promise.reject(new Error(`it ended with code ${code}`))),
  ]);
  return kept({
    address: String(line).replace('listening on ', ''),
    pid: Number(child.pid),
    /** Uploads that are held or being written. */
    held: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ),
    async stop() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true });
    },
  });
}

/** Bytes. @param {number} pid */
function memoryOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

for (const framework of ['express', 'fastify', 'koa']) {
  describe(framework, () => {
    /** @type {string} */
    let gateway;
    /** @type {Awaited<ReturnType<typeof start>>} */
    let server;
    before(async () => {
      gateway = kept(await startGateway()).address;
      server = await start(framework, gateway);
    });
    const untilEmpty = () => until(() => server.held().length === 0);

    test('reads a form unchanged, with its verdict', async () => {
      for (const size of [10, 9 << 20]) {
        const contents = [Buffer.from(unknown()), Buffer.alloc(size, unknown())];
        const form = new FormData();
        form.append('title', 'Über uns');
        for (const [index, content] of contents.entries()) {
          form.append('file', new Blob([content]), `${index}.bin`);
        }
        const init = { method: 'POST', body: form };
        const response = await fetch(`${server.address}/form?a=b`, init);
        const text = await response.text();
        assert.equal(response.status, 200, text);
        const { verdict, hashes, files, fields } = JSON.parse(text);
        assert.equal(verdict, 'allowed');
        assert.deepEqual(fields, { title: 'Über uns' });
        assert.deepEqual(hashes, contents.map(sha256));
        assert.deepEqual(
          files,
          contents.map((content, index) => ({
            name: `${index}.bin`,
            sha256: sha256(content),
            size: content.length,
          })),
        );
      }
      await untilEmpty();
    });

    test('reads JSON and raw bodies', async () => {
      const headers = { 'content-type': 'application/json' };
      const value = { text: unknown() };
      const init = { method: 'POST', headers, body: JSON.stringify(value) };
      assert.deepEqual(await (await fetch(`${server.address}/json`, init)).json(), value);
      const content = Buffer.alloc(100_000, unknown());
      const raw = {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body: content,
      };
      assert.deepEqual(await (await fetch(`${server.address}/raw`, raw)).json(), {
        sha256: sha256(content),
        size: content.length,
      });
    });

    test('never receives blocked uploads', async () => {
      const form = new FormData();
      form.append('file', new Blob([EICAR]), 'eicar.txt');
      const post = { method: 'POST', body: form };
      await problem(await fetch(`${server.address}/form`, post), 422, 'blocked');
      const again = { method: 'POST', body: EICAR };
      await problem(await fetch(`${server.address}/unread`, again), 422, 'blocked');
    });

    test('gets no body that was not screened, and no verdict that a client made', async () => {
      const headers = { 'x-metadefender-verdict': 'allowed', X_MetaDefender_Verdict: 'allowed' };
      const names = await (await fetch(server.address, { headers })).json();
      assert(!names.some((/** @type {string} */ name) => /metadefender/i.test(name)), `${names}`);
      const sending = request(server.address, {
        method: 'GET',
        headers: { 'content-length': 3 },
        agent: false,
      });
      sending.end('abc');
      const [response] = await once(sending, 'response');
      assert.equal(response.statusCode, 400);
    });

    test('can respond without reading the body', async () => {
      for (const size of [10, 10 * MB]) {
        const headers = { 'content-type': 'application/octet-stream' };
        const init = { method: 'POST', headers, body: Buffer.alloc(size, unknown()) };
        const response = await fetch(`${server.address}/unread`, init);
        assert.deepEqual([response.status, await response.text()], [418, 'not read']);
      }
      await untilEmpty();
    });

    test('is not called if the client has disconnected, and the analysis is cancelled', async () => {
      const slow = kept(
        await startMetaDefender((operation) =>
          operation === 'GET /file/*' ? inProgress() : undefined,
        ),
      );
      const waiting = await start(framework, slow.address);
      const socket = request(`${waiting.address}/unread`, { method: 'POST', agent: false });
      socket.on('error', () => {});
      socket.end(unknown());
      await until(() => slow.count('GET /file/*') > 0);
      socket.destroy();
      await until(() => slow.count('POST /file/*/cancel') > 0);
      await until(() => waiting.held().length === 0);
    });

    test('is not called if the analysis takes too long, not even later', async () => {
      const slow = kept(
        await startMetaDefender((operation) =>
          operation === 'GET /file/*' ? inProgress() : undefined,
        ),
      );
      const waiting = await start(framework, slow.address, { waitFor: 100 });
      for (const size of [10, 9 << 20]) {
        const init = { method: 'POST', body: Buffer.alloc(size, unknown()) };
        await problem(await fetch(`${waiting.address}/unread`, init), 503, 'pending');
      }
      await until(() => waiting.held().length === 0);
    });

    test('reads 200 MB in less than 96 MiB', async () => {
      const head = '--b\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n';
      const tail = '\r\n--b--\r\n';
      const chunk = Buffer.alloc(MB, unknown());
      /** @param {number} megabytes */
      const send = async (megabytes) => {
        const hash = createHash('sha256');
        for (let time = 0; time < megabytes; time++) hash.update(chunk);
        const sending = request(`${server.address}/form`, {
          method: 'POST',
          headers: {
            'content-type': 'multipart/form-data; boundary=b',
            'content-length': head.length + megabytes * MB + tail.length,
          },
          agent: false,
        });
        const chunks = [Buffer.from(head), ...Array(megabytes).fill(chunk), Buffer.from(tail)];
        Readable.from(chunks).pipe(sending);
        const [response] = await once(sending, 'response');
        const text = String(Buffer.concat(await response.toArray()));
        assert.equal(response.statusCode, 200, text);
        const [file] = JSON.parse(text).files;
        assert.deepEqual(file, { name: 'b', sha256: hash.digest('hex'), size: megabytes * MB });
      };
      await send(1);
      const idle = memoryOf(server.pid);
      let most = idle;
      const watch = setInterval(() => (most = Math.max(most, memoryOf(server.pid))), 10);
      await send(200).finally(() => clearInterval(watch));
      const used = ((most - idle) / 2 ** 20).toFixed(1);
      console.log(`  ${framework}: ${used} MiB more than ${Math.round(idle / 2 ** 20)} at rest`);
      assert(most - idle < 96 << 20, `${used} MiB`);
      await untilEmpty();
    });
  });
}
