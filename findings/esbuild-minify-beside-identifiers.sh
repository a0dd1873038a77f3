#!/usr/bin/env bash
# esbuild 0.28.2, JS API: `minify: true` wins over an explicit `minifyIdentifiers: false` (and over
# `minifyWhitespace: false`). Local names are shortened all the same, without a warning.
#
# Why it matters here: Vite, webpack and Rollup find a worker's script by the very words `new Worker(new URL(…`.
# A module whose local class is called Worker is not found any more after such a build: the worker's script is not
# bundled, and a page falls back in silence. scripts/build/glue.mjs therefore sets the three options one by one.
#
# Seen with Node 20.20 on 2026-11-29:
#   both     function e(){class r{}return new r(new URL("./w.js",import.meta.url))}export{e as start};
#   one by one  function start(){class Worker{}return new Worker(new URL("./w.js",import.meta.url))}export{start};
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' >package.json
npm install --silent --no-audit --no-fund esbuild@0.28.2

cat >try.js <<'JS'
import assert from 'node:assert/strict';
import { transform, version } from 'esbuild';

const source = `export function start() {
  class Worker {}
  return new Worker(new URL('./w.js', import.meta.url));
}`;
const minified = async (options) => (await transform(source, { format: 'esm', ...options })).code.trim();

const both = await minified({ minify: true, minifyIdentifiers: false });
const oneByOne = await minified({ minifyWhitespace: true, minifySyntax: true, minifyIdentifiers: false });
console.log(`esbuild ${version}`);
console.log(`both        ${both}`);
console.log(`one by one  ${oneByOne}`);
assert.equal(version, '0.28.2');
assert.ok(!both.includes('new Worker('), 'minifyIdentifiers: false is obeyed beside minify: true now');
assert.ok(oneByOne.includes('new Worker('));
JS
node try.js
