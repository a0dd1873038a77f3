// @ts-check
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launchChromium } from '../../support/chromium.mjs';
import { startGateway } from '../../support/gateway.mjs';
import { startStaticServer } from '../../support/static-server.mjs';
import { environment } from '../support/bundler.mjs';
import { clickUpload } from '../support/click-upload.mjs';

if (!process.env.TOOLCHAINS) throw new Error('TOOLCHAINS names no project: run `npm test`');
const inProject = (/** @type {string[]} */ ...path) =>
  join(String(process.env.TOOLCHAINS), ...path);
const ANGULAR = inProject('node_modules', '@angular', 'cli', 'bin', 'ng.js');
const STORYBOOK = inProject('node_modules', 'storybook', 'bin', 'index.cjs');

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;
/** @type {import('playwright-core').Browser} */
let browser;
before(async () => {
  [gateway, browser] = await Promise.all([startGateway(), launchChromium()]);
});
after(() => Promise.all([gateway?.stop(), browser?.close()]));

/**
 * Builds an app, which fails by what the tool says.
 * @param {string} app
 * @param {string} program
 * @param {string[]} args
 */
async function build(app, program, ...args) {
  const options = { cwd: inProject(app), env: environment() };
  await promisify(execFile)(process.execPath, [program, ...args], options).catch(
    ({ stdout, stderr }) => {
      throw new Error(`${stdout}\n${stderr}`);
    },
  );
}

/** Clicks through what was built. @param {string} root @param {string} path */
async function clickBuilt(root, path) {
  const site = await startStaticServer({}, root);
  try {
    return await click(site.address + path);
  } finally {
    await site.stop();
  }
}

/** @param {string} address */
function click(address) {
  const page = new URL(address);
  page.searchParams.set('gateway', gateway.address);
  return clickUpload(browser, page.href);
}

test('Angular, ng build: with and without the .wasm among the assets', async () => {
  await build('angular', ANGULAR, 'build');
  const built = inProject('angular', 'dist', 'browser');
  assert.deepEqual(await clickBuilt(built, '/index.html'), {
    modules: ['metadefender.wasm'],
    missing: [],
    complaints: [],
  });

  await rm(join(built, 'metadefender.wasm'));
  assert.deepEqual(await clickBuilt(built, '/index.html'), {
    modules: ['metadefender.wasm'],
    missing: ['metadefender.wasm'],
    complaints: [],
  });
});

test('Angular, ng serve', async () => {
  const server = spawn(process.execPath, [ANGULAR, 'serve', '--port=0'], {
    cwd: inProject('angular'),
    env: environment(),
    // It ends with a complaint of esbuild's.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(server, 'exit');
  try {
    const address = await Promise.race([
      addressIn(server.stdout),
      exited.then(([code]) => Promise.reject(new Error(`ng serve ended with code ${code}`))),
    ]);
    const { missing, complaints } = await click(address);
    assert.deepEqual({ missing, complaints }, { missing: ['metadefender.wasm'], complaints: [] });
  } finally {
    server.kill();
    await exited;
  }
});

/** @param {import('node:stream').Readable} output @returns {Promise<string>} */
function addressIn(output) {
  return new Promise((resolve) => {
    createInterface(output).on('line', (line) => {
      const address = /Local:\s+(http\S+)/.exec(line)?.[1];
      if (address) resolve(address);
    });
  });
}

test('Storybook, built', async () => {
  await build('storybook', STORYBOOK, 'build', '--quiet', '--disable-telemetry', '-o', 'dist');
  const story = '/iframe.html?id=upload--empty&viewMode=story';
  // The console has complaints of Storybook's own.
  const { modules, missing } = await clickBuilt(inProject('storybook', 'dist'), story);
  assert.match(modules.join(), /^metadefender-[\w-]+\.wasm$/);
  assert.ok(!missing.join().includes('.wasm'), `${missing}`);
});
