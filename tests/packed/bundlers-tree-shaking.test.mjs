// @ts-check
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { bundle, inNewFolder } from './support/bundler.mjs';

/** @type {Record<string, (out: string) => Promise<unknown>>} */
const BUNDLERS = {
  Vite: (out) => build('vite', 'build', '--outDir', out),
  webpack: (out) => build('webpack', '--mode=production', '--entry=./main.js', '-o', out),
  Rollup: (out) => build('rollup', '-i', 'main.js', '-p', '@rollup/plugin-node-resolve', '-d', out),
  esbuild: (out) => build('esbuild', 'main.js', '--bundle', '--format=esm', `--outdir=${out}`),
};

/** @param {import('./support/bundler.mjs').Bundler} bundler @param {string[]} args */
const build = (bundler, ...args) => bundle('error-only', bundler, ...args);

describe('an import of the error class alone bundles neither the glue nor a URL of the .wasm', () => {
  for (const [name, build] of Object.entries(BUNDLERS)) {
    test(name, () =>
      inNewFolder(async (out) => {
        await build(out);
        const names = await readdir(out, { recursive: true });
        const [script, ...others] = names.filter((name) => name.endsWith('.js'));
        assert.ok(script && others.length === 0, `not one script: ${names}`);
        const text = await readFile(join(out, script), 'utf8');
        assert.ok(text.includes('MetaDefenderError'));
        for (const part of ['WebAssembly', '.wasm']) assert.ok(!text.includes(part), part);
      }),
    );
  }
});
