// @ts-check
import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { run } from '../../scripts/lib/run.mjs';
import { platformProgram } from '../../scripts/setup/platform-program.mjs';
import { launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { bundle, CONSUMER, inNewFolder, sample } from './support/bundler.mjs';
import { clickUpload, GERMAN } from './support/click-upload.mjs';
import { startUploadSite } from './support/upload-site.mjs';

const ESBUILD = ['--bundle', '--minify', '--format=esm'];

/**
 * If a bundler omits the .wasm, the page gets a 404 and loads the wasm as text instead.
 * @type {Record<string, { build: (out: string) => Promise<unknown>, leavesOut?: true }>}
 */
const BUNDLERS = {
  Vite: { build: (out) => bundle('element', 'vite', 'build', '--outDir', out) },
  webpack: {
    build: (out) =>
      bundle('element', 'webpack', '--mode=production', '--entry=./main.js', '-o', out),
  },
  Parcel: {
    build: (out) => {
      const args = ['--no-cache', '--no-source-maps', '--public-url=./', `--dist-dir=${out}`];
      return bundle('element', 'parcel', 'build', 'index.html', ...args);
    },
  },
  'Bun, an HTML page': {
    build: (out) => {
      const bun = platformProgram(CONSUMER, '@oven', 'bin/bun');
      return run(bun, ['build', 'index.html', `--outdir=${out}`], { cwd: sample('element') });
    },
    leavesOut: true,
  },
  'esbuild, with a copy of the .wasm': {
    build: (out) => {
      const copyOfWasm = ['metadefender=metadefender-wasm/core.wasm', '--loader:.wasm=copy'];
      return bundle('element', 'esbuild', 'main.js', ...copyOfWasm, ...ESBUILD, `--outdir=${out}`);
    },
  },
  'esbuild, without configuration': {
    build: (out) => bundle('element', 'esbuild', 'main.js', ...ESBUILD, `--outdir=${out}`),
    leavesOut: true,
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

describe('side-effect imports of the element and a language are kept', () => {
  for (const [name, { build, leavesOut = false }] of Object.entries(BUNDLERS)) {
    test(name, () =>
      inNewFolder(async (root) => {
        // Bundlers with HTML entries replace it by their own page.
        await cp(join(sample('element'), 'index.html'), join(root, 'index.html'));
        await build(root);
        const html = await readFile(join(root, 'index.html'), 'utf8');
        const site = await startUploadSite(gateway.address, { root, path: '/index.html', html });
        try {
          const { missing, complaints } = await clickUpload(browser, site.page, GERMAN);
          assert.deepEqual(missing, leavesOut ? ['metadefender.wasm'] : []);
          assert.deepEqual(complaints, []);
        } finally {
          await site.stop();
        }
      }),
    );
  }
});
