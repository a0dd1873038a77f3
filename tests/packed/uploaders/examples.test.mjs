// @ts-check
// The examples, as a user would have them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { complaints, launchChromium } from '../../support/chromium.mjs';
import { startGateway } from '../../support/gateway.mjs';
import { runBundler } from '../support/bundler.mjs';
import { CONSUMER } from '../support/consumer.mjs';
import { letter, toFile, VIRUS } from '../support/uploads.mjs';

/** What is clicked, and what is seen. @type {Record<string, { choose: string, upload?: string, refused: string, done: string }>} */
const EXAMPLES = {
  uppy: {
    choose: 'browse files',
    upload: 'Upload 2 files',
    refused: '.uppy-Dashboard-Item.is-error',
    done: '.uppy-Dashboard-Item.is-complete',
  },
  filepond: {
    choose: 'Browse',
    refused: '[data-filepond-item-state="load-invalid"]',
    done: '[data-filepond-item-state="processing-complete"]',
  },
};

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
});
after(() => Promise.all([gateway?.stop(), browser?.close()]));

for (const [name, { choose, upload, refused, done }] of Object.entries(EXAMPLES)) {
  test(`${name}: allowed files are uploaded and stored, blocked ones are not`, async () => {
    // Where the packages are that it wants.
    const folder = mkdtempSync(join(CONSUMER, `${name}-`));
    cpSync(fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url)), folder, {
      recursive: true,
    });
    await runBundler(folder, 'vite', ['build', '--logLevel', 'warn']);
    const server = await serve(folder);
    const page = await browser.newPage();
    const heard = complaints(page);
    try {
      await page.goto(server.address);
      const dialog = page.waitForEvent('filechooser');
      await page.getByText(choose, { exact: true }).click();
      await (await dialog).setFiles([letter('letter.txt'), VIRUS].map(toFile));
      if (upload) await page.getByRole('button', { name: upload }).click();
      await page.locator(refused).filter({ hasText: 'eicar.com' }).waitFor();
      await page.locator(done).filter({ hasText: 'letter.txt' }).waitFor();
      assert.equal(
        readdirSync(join(folder, 'data')).filter((file) => /^\w+$/.test(file)).length,
        1,
      );

      // Whoever leaves the page out is not let in either.
      const { status, text } = await uploadAt(server.address, VIRUS.text);
      assert.equal(status, 422);
      assert.match(text, /This file is not allowed: infected/);
      assert.equal(
        readdirSync(join(folder, 'data')).filter((file) => /^\w+$/.test(file)).length,
        1,
      );
      assert.deepEqual(heard, []);
    } finally {
      await page.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Runs the server of an example. @param {string} folder */
async function serve(folder) {
  const env = { ...process.env, METADEFENDER_URL: gateway.address, HANDLE_SECRET: 'a'.repeat(64) };
  const child = spawn(process.execPath, ['server.js'], {
    cwd: folder,
    env: { ...env, PORT: '0', NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(([code]) => Promise.reject(new Error(`it ended with code ${code}`))),
  ]);
  return {
    address: String(line).replace('listening on ', ''),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Uploads by tus, as a client of one's own does. @param {string} address @param {string} text */
async function uploadAt(address, text) {
  const version = { 'Tus-Resumable': '1.0.0' };
  const created = await fetch(`${address}/files/`, {
    method: 'POST',
    headers: { ...version, 'Upload-Length': String(text.length) },
  });
  const location = new URL(String(created.headers.get('Location')), created.url);
  const type = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' };
  const answer = await fetch(location, {
    method: 'PATCH',
    headers: { ...version, ...type },
    body: text,
  });
  return { status: answer.status, text: await answer.text() };
}
