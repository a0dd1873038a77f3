// @ts-check
import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { complaints, launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { bundle, inNewFolder, sample } from './support/bundler.mjs';
import { startUploadSite } from './support/upload-site.mjs';

/** @type {Record<string, (out: string) => Promise<unknown>>} */
const BUNDLERS = {
  Vite: (out) => bundle('element', 'vite', 'build', '--outDir', out),
  webpack: (out) =>
    bundle('element', 'webpack', '--mode=production', '--entry=./main.js', '-o', out),
  esbuild: (out) => {
    const copyOfWasm = ['metadefender=metadefender-wasm/core.wasm', '--loader:.wasm=copy'];
    const usual = ['--bundle', '--minify', '--format=esm', `--outdir=${out}`];
    return bundle('element', 'esbuild', 'main.js', ...copyOfWasm, ...usual);
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

describe('who imports the element and a language, and nothing of them, has both', () => {
  for (const [name, build] of Object.entries(BUNDLERS)) {
    test(name, () =>
      inNewFolder(async (root) => {
        // Vite replaces it by its own.
        await cp(join(sample('element'), 'index.html'), join(root, 'index.html'));
        await build(root);
        const html = await readFile(join(root, 'index.html'), 'utf8');
        const site = await startUploadSite(gateway.address, { root, path: '/index.html', html });
        const page = await browser.newPage();
        const heard = complaints(page);
        try {
          await page.goto(site.page);
          const dialog = page.waitForEvent('filechooser');
          await page.getByRole('button', { name: 'Datei auswählen' }).click();
          const buffer = Buffer.from(Math.random().toString(36).replace(/\d/g, ''));
          await (await dialog).setFiles({ name: 'brief.txt', mimeType: 'text/plain', buffer });
          await page.getByRole('listitem').filter({ hasText: 'Zugelassen' }).waitFor();
        } finally {
          await page.close();
          await site.stop();
        }
        assert.deepEqual(heard, []);
      }),
    );
  }
});
