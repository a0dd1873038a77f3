// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../lib/paths.mjs';
import { GLUE, NAME } from './wasm.mjs';

/** wasm-bindgen's import object repeats a module's name for each function that it imports directly. */
export const GLUE_LOG = /** @type {const} */ ({ 'duplicate-object-key': 'silent' });

/** For pages of test runners without TextDecoder and TextEncoder. */
const TEXT_CODING = join(root, 'src', 'entry', 'text-coding.js');
const WORKERS = join(root, 'src', 'platform', 'background');

/**
 * Bundles what the entries share, wasm-bindgen's glue, and the modules of src/platform/js that it imports. The entries
 * remain separate modules, so that bundlers can drop the bundle if only the class of errors is imported.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped where the optimised module is
 */
export async function bundleGlue(generated, shipped) {
  await bundle(join(root, 'src', 'entry', 'api.js'), join(shipped, `${NAME}.js`), {
    // The entries export the one class of errors.
    plugins: [glueOf(generated, false)],
    inject: [TEXT_CODING],
  });
}

/**
 * Bundles the hashing of large files in pages: the module that starts workers, and the worker. The worker is one file
 * without imports, as not every bundler would follow them.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped
 */
export async function bundleWorkers(generated, shipped) {
  await bundle(join(WORKERS, 'hash-worker.js'), join(shipped, 'hash-worker.js'), {
    plugins: [glueOf(generated, true)],
  });
  await bundle(join(WORKERS, 'hash-workers.js'), join(shipped, 'hash-workers.js'), {
    // Bundlers look for the literal text `new Worker(new URL(…`.
    minifyIdentifiers: false,
  });
}

/**
 * The class of errors, without its comments: every entry imports it.
 * @param {string} shipped
 */
export async function bundleError(shipped) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(root, 'src', 'entry', 'error.js')],
    outdir: shipped,
    format: 'esm',
    target: 'es2022',
    // Its name is kept, as consoles show it.
    minifySyntax: true,
    minifyWhitespace: true,
  });
}

/**
 * Bundles the wasm as text, which a page loads if it does not find the .wasm.
 * @param {string} shipped where the optimised module is
 */
export async function embedWasm(shipped) {
  const packed = gzipSync(readFileSync(join(shipped, `${NAME}.wasm`)), { level: 9 });
  await bundle(join(root, 'src', 'entry', 'embedded-wasm.js'), join(shipped, 'embedded-wasm.js'), {
    plugins: [
      {
        name: 'the packed module',
        setup({ onResolve, onLoad }) {
          const filter = /\.wasm\.gz$/;
          onResolve({ filter }, ({ path }) => ({ path, namespace: 'packed' }));
          onLoad({ filter, namespace: 'packed' }, () => ({ contents: packed, loader: 'base64' }));
        },
      },
    ],
  });
}

/**
 * @param {string} from
 * @param {string} to
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(from, to, options) {
  // Imported late: the scripts start before npm has installed anything.
  const { build } = await import('esbuild');
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // One by one: `minify` would override `minifyIdentifiers` (findings/esbuild-minify-beside-identifiers.sh).
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    logOverride: GLUE_LOG,
    ...options,
  });
}

/**
 * Resolves the import of the glue, which is not among the sources, and the glue's import of the class of errors, which
 * is not beside it.
 * @param {string} generated
 * @param {boolean} withErrors whether the class of errors is bundled as well
 * @returns {import('esbuild').Plugin}
 */
function glueOf(generated, withErrors) {
  const error = withErrors
    ? { path: join(root, 'src', 'entry', 'error.js') }
    : { path: './error.js', external: true };
  return {
    name: 'glue',
    setup({ onResolve }) {
      onResolve({ filter: /\/glue\.js$/ }, () => ({ path: join(generated, `${GLUE}.js`) }));
      onResolve({ filter: /^\.\/error\.js$/ }, () => error);
    },
  };
}
