// @ts-check
import assert from 'node:assert/strict';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launchChromium } from '../support/chromium.mjs';
import { startGateway } from '../support/gateway.mjs';
import { startStaticServer } from '../support/static-server.mjs';
import { bundle, CONSUMER, inNewFolder, sample } from './support/bundler.mjs';
import { checkPage } from './support/sample-page.mjs';

const COPY_OF_WASM = ['metadefender=metadefender-wasm/core.wasm', '--loader:.wasm=copy'];

/**
 * Each bundler makes the same page, for a site where it is under /app/. What a user has to say for
 * the package's sake is what docs/bundlers.md says.
 * @type {Record<string, { build: (out: string) => Promise<unknown>, wasm: RegExp }>}
 */
const BUNDLERS = {
  'Vite, without configuration': {
    build: (out) => bundle('page', 'vite', 'build', '--base=/app/', '--outDir', out),
    wasm: /^\/app\/assets\/metadefender-[\w-]{8}\.wasm$/,
  },
  'webpack, without configuration': {
    build: (out) => bundle('page', 'webpack', '--mode=production', '--entry=./main.js', '-o', out),
    wasm: /^\/app\/[\da-f]{20}\.wasm$/,
  },
  'Rollup, with a plugin for assets': {
    build: (out) => bundle('page', 'rollup', '-c', '-d', out),
    wasm: /^\/app\/assets\/metadefender-[\w-]{8}\.wasm$/,
  },
  'esbuild, with a copy of the .wasm': {
    build: (out) => esbuild(out, 'main.js', 'worker.js', ...COPY_OF_WASM),
    wasm: /^\/app\/metadefender\.wasm$/,
  },
  'esbuild, with code splitting': {
    build: (out) => esbuild(out, 'main.js', 'worker.js', '--splitting', ...COPY_OF_WASM),
    wasm: /^\/app\/metadefender\.wasm$/,
  },
};

/** @param {string} out @param {string[]} args */
async function esbuild(out, ...args) {
  await bundle('page', 'esbuild', ...args, '--bundle', '--format=esm', `--outdir=${out}`);
  const worker = 'node_modules/metadefender-wasm/dist/hash-worker.js';
  await cp(join(CONSUMER, worker), join(out, 'hash-worker.js'));
}

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;

before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
});
after(() => Promise.all([gateway?.stop(), browser?.close()]));

/** @param {string} root @param {string} path @param {string[]} [outputs] */
async function checkSite(root, path, outputs) {
  const site = await startStaticServer({}, root);
  try {
    return await checkPage(browser, site.address + path, gateway.address, outputs);
  } finally {
    await site.stop();
  }
}

describe('a page and its worker', () => {
  for (const [name, { build, wasm }] of Object.entries(BUNDLERS)) {
    test(name, () =>
      inNewFolder(async (root) => {
        const out = join(root, 'app');
        await copyPage('page', out);
        await build(out);
        const { modules, workers } = await checkSite(root, '/app/index.html');
        assert.equal(modules.size, 1, `not one .wasm: ${[...modules]}`);
        assert.equal(workers, 2, 'its own, and one that hashes');
        for (const path of modules) assert.match(path, wasm);
      }),
    );
  }

  test('no bundler: an import map and static files', async () => {
    const site = '/samples/bundlers/import-map/index.html';
    const { modules, workers } = await checkSite(CONSUMER, site);
    assert.equal(workers, 2, 'its own, and one that hashes');
    assert.deepEqual([...modules], ['/node_modules/metadefender-wasm/dist/metadefender.wasm']);
  });
});

test('a classic script, with the slim entry: esbuild with the file loader', () =>
  inNewFolder(async (root) => {
    const out = join(root, 'app');
    await copyPage('slim', out);
    const args = ['--bundle', '--loader:.wasm=file', `--outdir=${out}`];
    await bundle('slim', 'esbuild', 'main.js', ...args);
    const { modules, workers } = await checkSite(root, '/app/index.html', ['page']);
    const [wasm] = modules;
    assert.equal(workers, 0);
    assert.match(String(wasm), /^\/app\/metadefender-[\dA-Z]{8}\.wasm$/);
  }));

/**
 * Copies the page to the output unchanged; Vite replaces it by its own.
 * @param {string} name
 * @param {string} out
 */
function copyPage(name, out) {
  return cp(join(sample(name), 'index.html'), join(out, 'index.html'));
}
