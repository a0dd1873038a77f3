// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../lib/paths.mjs';
import { GLUE, NAME } from './wasm.mjs';

/** wasm-bindgen names a module once for each function that it imports as it is, all in one object. */
export const GLUE_LOG = /** @type {const} */ ({ 'duplicate-object-key': 'silent' });

/** Where test runners have a page without TextDecoder and TextEncoder. */
const TEXT_CODING = join(root, 'src', 'entry', 'text-coding.js');
const WORKERS = join(root, 'src', 'platform', 'background');

/**
 * Bundles what the entries share, the glue that wasm-bindgen wrote, and the modules of src/platform/js that it imports.
 * The entries themselves are modules beside it, so that bundlers can drop it for those who import the class of errors
 * only.
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
 * Bundles what hashes large files of pages: what starts the workers, and the worker. The worker is one file without
 * imports, as not every bundler would follow them.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped
 */
export async function bundleWorkers(generated, shipped) {
  await bundle(join(WORKERS, 'hash-worker.js'), join(shipped, 'hash-worker.js'), {
    plugins: [glueOf(generated, true)],
  });
  await bundle(join(WORKERS, 'hash-workers.js'), join(shipped, 'hash-workers.js'), {
    // Bundlers look for `new Worker(new URL(…`, by this very name.
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
    // Its name stays, which consoles show.
    minifySyntax: true,
    minifyWhitespace: true,
  });
}

/**
 * Bundles the module as a text, which a page loads where it does not find the .wasm.
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
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build } = await import('esbuild');
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // One by one: `minify` would win over what is said below (findings/esbuild-minify-beside-identifiers.sh).
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    logOverride: GLUE_LOG,
    ...options,
  });
}

/**
 * Answers the import of the glue, which is not among the sources, and from it that of the class of errors, which is not
 * beside it.
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
