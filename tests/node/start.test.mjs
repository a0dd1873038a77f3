// @ts-check
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('npm start serves the gateway and the demo page, and ends when it is told to', async () => {
  const [PORT, GATEWAY_PORT] = [String(await freePort()), String(await freePort())];
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
