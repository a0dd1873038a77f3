// @ts-check
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { GLUE_LOG } from '../build/glue.mjs';
import { Failure } from '../lib/failure.mjs';
import { dist, root } from '../lib/paths.mjs';

/**
 * What a page may load, gzipped, before it can scan: the wasm and the web glue together. It grows where clear code needs
 * more, and HACKING.md says what for.
 */
const BUDGET = 144 * 1024;
/** What the form element adds to it, gzipped: its style sheet and its English texts are in it. */
const ELEMENT_BUDGET = 21 * 1024;
/** What a Worker with the handlers may take, gzipped: on the Free plan it can be 3 MB, with all that is yours. */
const WORKER_BUDGET = 1_000_000;

/** @typedef {{ name: string, bytes: number, gzip: number, brotli: number }} Size */

/**
 * What a page loads for the default entry: the files as they are shipped, each compressed by
 * itself, which is what a page without a bundler loads and more than one with a bundler does. And what is
 * deployed of a Worker.
 */
export async function measure() {
  const { glue, minified } = await webGlue();
  const wasm = join(dist, 'metadefender.wasm');
  const rows = [wasm, ...glue].map((file) => size(basename(file), readFileSync(file)));
  return {
    rows,
    total: sum(rows),
    minified: size('glue, bundled and minified', minified),
    element: size('element.js besides', readFileSync(join(dist, 'element.js'))),
    workers: sum(
      ['hash-workers.js', 'hash-worker.js'].map((file) =>
        size(file, readFileSync(join(dist, file))),
      ),
    ),
    worker: await worker(),
  };
}

/** Prints the table, and fails over a budget. */
export async function checkSize() {
  const { rows, total, minified, element, workers, worker } = await measure();
  const background = { ...workers, name: 'for large files, besides' };
  const cells = [...rows, total, minified, element, background, worker].map(
    ({ name, ...sizes }) => [
      name,
      ...Object.values(sizes).map((bytes) => bytes.toLocaleString('en')),
    ],
  );
  for (const [name = '', ...numbers] of [['', 'bytes', 'gzip', 'brotli'], ...cells]) {
    console.log(`  ${name.padEnd(28)}${numbers.map((number) => number.padStart(10)).join('')}`);
  }
  assertWithin(BUDGET, 'wasm and web glue', total);
  assertWithin(ELEMENT_BUDGET, 'the element', element);
  assertWithin(WORKER_BUDGET, 'the Worker', worker);
}

/**
 * @param {number} budget
 * @param {string} what
 * @param {Size} size
 */
function assertWithin(budget, what, { gzip }) {
  if (gzip <= budget) return;
  throw new Failure(
    `${what}: ${kib(gzip)} gzipped, ${kib(gzip - budget)} over the budget of ${kib(budget)}`,
  );
}

/** @param {number} bytes */
export function kib(bytes) {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** The modules that the browser's entry imports, and what a bundler makes of them. */
async function webGlue() {
  // Not there yet when a script that builds is loaded.
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(dist, 'browser.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    // Loaded with the first large file, and where there is no .wasm.
    external: ['./hash-workers.js', './embedded-wasm.js'],
    metafile: true,
    write: false,
    logOverride: GLUE_LOG,
  });
  return {
    glue: Object.keys(metafile.inputs).map((path) => join(root, path)),
    minified: outputFiles[0]?.contents ?? new Uint8Array(),
  };
}

/** A Worker that is the handlers and nothing else, as wrangler bundles it: not minified, the wasm a module. */
async function worker() {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(dist, 'edge.js')],
    outdir: dist,
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    loader: { '.wasm': 'copy' },
    write: false,
    logOverride: GLUE_LOG,
  });
  const files = outputFiles.map(({ path, contents }) => size(path, contents));
  return { ...sum(files), name: 'a Worker with the handlers' };
}

/**
 * @param {string} name
 * @param {Uint8Array} content
 * @returns {Size}
 */
function size(name, content) {
  return {
    name,
    bytes: content.length,
    gzip: gzipSync(content, { level: 9 }).length,
    brotli: brotliCompressSync(content).length,
  };
}

/**
 * @param {Size[]} rows
 * @returns {Size}
 */
function sum(rows) {
  const add = (/** @type {'bytes' | 'gzip' | 'brotli'} */ key) =>
    rows.reduce((total, row) => total + row[key], 0);
  return { name: 'together', bytes: add('bytes'), gzip: add('gzip'), brotli: add('brotli') };
}
