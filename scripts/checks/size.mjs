// @ts-check
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { GLUE_LOG } from '../build/glue.mjs';
import { Failure } from '../lib/failure.mjs';
import { dist, root } from '../lib/paths.mjs';

/**
 * The budget of what a page loads before it can scan, gzipped: the wasm and the web glue together. It is raised where
 * clear code needs more; HACKING.md says for what.
 */
const BUDGET = 144 * 1024;
/** The budget of the form element, gzipped, with its style sheet and its English texts. */
const ELEMENT_BUDGET = 21 * 1024;
/** The budget of a Worker with the handlers, gzipped. The Free plan allows 3 MB, with the user's own code. */
const WORKER_BUDGET = 1_000_000;

/** @typedef {{ name: string, bytes: number, gzip: number, brotli: number }} Size */

/**
 * Measures what a page loads for the default entry: the shipped files, each compressed by itself, as a page without a
 * bundler loads them. With a bundler it is less. Also measures a deployed Worker.
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

/** Prints the table, and fails if a budget is exceeded. */
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

/** The modules that the browser's entry imports, and the size of their bundle. */
async function webGlue() {
  // Imported late: it is not installed yet when the build script is loaded.
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join(dist, 'browser.js')],
    bundle: true,
    minify: true,
    format: 'esm',
    // Only loaded with the first large file, or without the .wasm.
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

/** A Worker with only the handlers, as wrangler bundles it: not minified, the wasm as a module. */
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
