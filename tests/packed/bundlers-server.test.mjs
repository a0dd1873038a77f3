// @ts-check
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { startGateway } from '../support/gateway.mjs';
import { EXPECTED } from './samples/bundlers/expected.js';
import { bundle, inNewFolder, sample } from './support/bundler.mjs';

const run = promisify(execFile);

/** @type {Awaited<ReturnType<typeof startGateway>>} */
let gateway;

before(async () => {
  gateway = await startGateway();
});
after(() => gateway?.stop());

/** @param {string} program */
async function checkProgram(program) {
  const { stdout } = await run(process.execPath, [program, gateway.address]);
  assert.deepEqual(JSON.parse(stdout), EXPECTED);
}

describe('a program for Node with the package in its bundle', () => {
  test('webpack, without configuration', () =>
    inNewFolder(async (out) => {
      const args = ['--mode=production', '--target=node', '--entry=./main.js', '-o', out];
      await bundle('server', 'webpack', ...args);
      await checkProgram(join(out, 'main.js'));
    }));

  test('esbuild, with a copy of the .wasm', () =>
    inNewFolder(async (out) => {
      const copy = ['metadefender=metadefender-wasm/core.wasm', '--loader:.wasm=copy'];
      await esbuild(out, '--format=esm', ...copy);
      await writeFile(join(out, 'package.json'), '{ "type": "module" }');
      await checkProgram(join(out, 'main.js'));
    }));

  test('Rollup, with a plugin for assets', () =>
    inNewFolder(async (out) => {
      await bundle('server', 'rollup', '-c', '-d', out, '--entryFileNames=[name].mjs');
      await checkProgram(join(out, 'main.mjs'));
    }));
});

describe('a program for Node with the package beside its bundle', () => {
  const out = join(sample('server'), 'dist');
  const program = join(out, 'main.js');
  after(() => rm(out, { recursive: true, force: true }));

  test("Vite's server build, without configuration", async () => {
    await bundle('server', 'vite', 'build', '--ssr=main.js');
    await checkProgram(program);
  });

  test('esbuild, with external packages', async () => {
    await esbuild(out, '--format=esm', '--packages=external');
    await checkProgram(program);
  });
});

/** @param {string} out @param {string[]} args */
function esbuild(out, ...args) {
  const usual = ['--bundle', '--platform=node', `--outdir=${out}`];
  return bundle('server', 'esbuild', 'main.js', ...usual, ...args);
}
