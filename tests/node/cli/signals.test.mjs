// @ts-check
// `metadefender-wasm` is interrupted.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { DATA_ID, unfinished } from '../../behaviour/reports.js';
import { PROGRAM, startCommand } from '../../support/command.mjs';
import { startGateway } from '../../support/gateway.mjs';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'metadefender-cli-'));
  await writeFile(join(folder, 'file'), 'abc');
});
after(() => rm(folder, { recursive: true, force: true }));

/** A service whose analyses never end, and which records its requests. */
async function endlessService() {
  /** @type {string[]} */
  const asked = [];
  const server = createServer(async (request, response) => {
    for await (const _chunk of request);
    const { method, url } = request;
    asked.push(`${method} ${url}`);
    server.emit('asked');
    if (url?.startsWith('/hash/')) response.writeHead(404).end('{}');
    else if (url === '/file/batch') response.end('{"batch_id":"one"}');
    else if (url === '/file') response.end(JSON.stringify({ data_id: DATA_ID }));
    else response.end(JSON.stringify(unfinished(50)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    asked,
    env: { METADEFENDER_URL: `http://127.0.0.1:${port}` },
    /** @param {string} call */
    async isAsked(call) {
      while (!asked.includes(call)) await once(server, 'asked');
    },
    close: () => server.close(),
  };
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  test(`${signal} ends it with 2 after cancelling the running analyses, and the report is complete`, async (t) => {
    const service = await endlessService();
    t.after(service.close);
    const words = ['scan', '--format', 'json', 'file'];
    const { child, result } = startCommand(words, { cwd: folder, env: service.env });
    await service.isAsked(`GET /file/${DATA_ID}`);
    child.kill(signal);
    const { code, signal: killedBy, stdout, stderr } = await result;
    assert.deepEqual([code, killedBy], [2, null]);
    assert.ok(service.asked.includes(`POST /file/${DATA_ID}/cancel`), service.asked.join('\n'));
    const { files, complete, verdict } = JSON.parse(stdout);
    assert.deepEqual(
      files.map((/** @type {any} */ file) => [file.verdict, file.reason]),
      [['undetermined', 'interrupted']],
    );
    assert.deepEqual([complete, verdict], [false, 'undetermined']);
    assert.match(stderr, /interrupted before the end/);
  });
}

test('a batch is cancelled as well', async (t) => {
  const service = await endlessService();
  t.after(service.close);
  const words = ['scan', '--batch', 'file'];
  const { child, result } = startCommand(words, { cwd: folder, env: service.env });
  await service.isAsked(`GET /file/${DATA_ID}`);
  child.kill('SIGINT');
  const { code, stdout } = await result;
  assert.equal(code, 2);
  assert.match(stdout, /^undetermined {2}file {2}interrupted$/m);
  assert.ok(service.asked.includes('POST /file/batch/one/cancel'), service.asked.join('\n'));
});

test('a closed output pipe ends it with 2, without a message', async (t) => {
  const gateway = await startGateway();
  t.after(() => gateway.stop());
  const many = [];
  for (let index = 0; index < 200; index += 1) many.push(join(folder, `${index}`));
  await Promise.all(many.map((path) => writeFile(path, `harmless ${path}`)));
  const called = [process.execPath, PROGRAM, 'scan', '--concurrency', '2', ...many];
  const script = '"$@" | head -n 1; exit ${PIPESTATUS[0]}';
  const child = spawn('bash', ['-c', script, 'bash', ...called], {
    env: { PATH: process.env.PATH, METADEFENDER_URL: gateway.address },
  });
  const [[code], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  assert.match(stdout, /^allowed .*\n$/);
  assert.doesNotMatch(stderr, /EPIPE|unexpected/);
  assert.equal(code, 2);
});
