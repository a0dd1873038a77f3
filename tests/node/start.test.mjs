// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startScript } from '../support/script.mjs';

test('npm start serves the gateway and the demo page, and ends on a signal', async () => {
  const { address, gateway, stop } = await startScript('scripts/start.mjs');
  const page = await fetch(`${address}/`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  const wasm = await fetch(`${address}/node_modules/metadefender-wasm/dist/metadefender.wasm`);
  assert.equal(wasm.headers.get('content-type'), 'application/wasm');
  assert.equal((await fetch(`${gateway}/health`)).status, 200);
  await stop();
  await assert.rejects(fetch(`${gateway}/health`));
});
