// @ts-check
// The example server, as a user would run it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { EICAR } from '../../behaviour/reports.js';
import { startGateway } from '../../support/gateway.mjs';
import { CONSUMER, inConsumer } from '../support/consumer.mjs';
import { keeper, problem, SECRET, sha256, unknown } from '../support/screening.mjs';

const EXAMPLE = fileURLToPath(new URL('../../../examples/server', import.meta.url));
const kept = keeper();

/** @type {string} */
let folder;
let address = '';
before(async () => {
  const gateway = kept(await startGateway());
  // The folder with its dependencies.
  folder = mkdtempSync(join(CONSUMER, 'server-'));
  cpSync(EXAMPLE, folder, { recursive: true });
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_TEST_CONTEXT: undefined,
      METADEFENDER_URL: gateway.address,
      VERDICT_SECRET: SECRET,
      HANDLE_SECRET: SECRET,
      PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  kept({
    async stop() {
      child.kill();
      await ended;
    },
  });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => Promise.reject(new Error(`it ended with code ${code}`))),
  ]);
  address = String(line).replace('listening on ', '');
});
after(() => rm(folder, { recursive: true, force: true }));

test('an upload of its form is screened and stored', async () => {
  assert.match(await (await fetch(address)).text(), /<form action="\/upload"/);
  const content = unknown();
  const form = new FormData();
  form.append('files', new Blob([content]), 'a.txt');
  const response = await fetch(`${address}/upload`, { method: 'POST', body: form });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), {
    verdict: 'allowed',
    names: [`a.txt, ${content.length} bytes`],
    hashes: [sha256(content)],
  });
  assert.equal(readdirSync(join(folder, 'data', 'uploads')).length, 1);

  form.append('files', new Blob([EICAR]), 'b.txt');
  const blocked = await fetch(`${address}/upload`, { method: 'POST', body: form });
  await problem(blocked, 422, 'blocked');
  assert.equal(readdirSync(join(folder, 'data', 'uploads')).length, 1);
});

test('its pages scan through its proxy', async () => {
  const { connect } = await import(
    pathToFileURL(inConsumer('node_modules/metadefender-wasm/dist/node.js')).href
  );
  const page = await connect({ baseUrl: `${address}/scan` });
  assert.equal((await page.scan(new Blob([unknown()]))).verdict, 'allowed');
  assert.equal((await page.scan(new Blob([EICAR]))).verdict, 'blocked');
});
