// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A port that is free now. */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return String(port);
}

test('npm start serves the gateway and the demo page, and ends when it is told to', async () => {
  const [PORT, GATEWAY_PORT] = [await freePort(), await freePort()];
  const env = { ...process.env, PORT, GATEWAY_PORT };
  const child = spawn(process.execPath, ['scripts/start.mjs'], { cwd: ROOT, env });
  const ended = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => (output += data));
  }
  while (!output.includes('Drop a file on the page')) {
    const running = await Promise.race([once(child.stdout, 'data'), ended.then(() => false)]);
    assert.ok(running, output);
  }
  const page = await fetch(`http://localhost:${PORT}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  const wasm = await fetch(
    `http://localhost:${PORT}/node_modules/metadefender-wasm/dist/metadefender.wasm`,
  );
  assert.equal(wasm.headers.get('content-type'), 'application/wasm');
  assert.equal((await fetch(`http://localhost:${GATEWAY_PORT}/health`)).status, 200);
  child.kill('SIGTERM');
  await ended;
  await assert.rejects(fetch(`http://localhost:${GATEWAY_PORT}/health`));
});
