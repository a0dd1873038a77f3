// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { lean } from './lean-glue.mjs';
import { withShortNames } from './short-names.mjs';
import { GLUE, NAME } from './wasm.mjs';

/** The name of what pages load in place of `${NAME}.js`. */
const WEB_NAME = `${NAME}-web`;

/**
 * Makes small modules of what the entries share, the glue, and the snippets that it imports: one for pages, without what
 * only servers need, and one for all runtimes. The entries themselves are modules beside it, so that bundlers can drop it
 * for those who import the class of errors only.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped where the optimised module is
 * @param {import('./short-names.mjs').ShortNames} names
 */
export async function bundleGlue(generated, shipped, names) {
  const glue = readFileSync(join(generated, `${GLUE}.js`), 'utf8');
  const module = new WebAssembly.Module(readFileSync(join(shipped, `${NAME}.wasm`)));
  const contents = lean(withShortNames(glue, names, module));
  const plugin = inPlaceOfGlue(contents, generated);
  const api = join(root, 'src', 'entry', 'api.js');
  const define = { HASH_FUNCTIONS: JSON.stringify(hashFunctions(names)) };
  await bundle(api, join(shipped, `${NAME}.js`), [plugin], define);
  await bundle(api, join(shipped, `${WEB_NAME}.js`), [plugin, withoutServer], define);
}

/**
 * Bundles what hashes large files of pages: what starts the workers, and the worker. The worker is one file without
 * imports, as not every bundler would follow them.
 * @param {string} shipped
 */
export async function bundleBackground(shipped) {
  const folder = join(root, 'src', 'platform', 'background');
  await bundle(join(folder, 'hash-worker.js'), join(shipped, 'hash-worker.js'), [withoutServer]);
  const outfile = join(shipped, 'hash-workers.js');
  // Bundlers look for `new Worker(new URL(…`, by this very name.
  await bundle(join(folder, 'hash-workers.js'), outfile, [], {}, { minifyIdentifiers: false });
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
 * @param {string} from
 * @param {string} to
 * @param {import('esbuild').Plugin[]} plugins
 * @param {Record<string, string>} [define]
 * @param {import('esbuild').BuildOptions} [more]
 */
async function bundle(from, to, plugins, define = {}, more = {}) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build } = await import('esbuild');
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    // The one class of errors, which the entries export.
    external: ['./error.js'],
    plugins,
    define,
    format: 'esm',
    target: 'es2022',
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    legalComments: 'none',
    ...more,
  });
}

/**
 * What a worker calls of the module, which has no glue.
 * @param {import('./short-names.mjs').ShortNames} names
 */
function hashFunctions({ exports }) {
  return Object.fromEntries(
    exports.filter(([name]) => name === 'memory' || name.startsWith('hash_')),
  );
}

/**
 * Answers the import of `./glue.js`, which is not among the sources.
 * @param {string} contents
 * @param {string} resolveDir
 * @returns {import('esbuild').Plugin}
 */
function inPlaceOfGlue(contents, resolveDir) {
  return {
    name: 'glue',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\/glue\.js$/ }, ({ path }) => ({ path, namespace: 'glue' }));
      onLoad({ filter: /./, namespace: 'glue' }, () => ({ contents, resolveDir }));
    },
  };
}

/** @type {import('esbuild').Plugin} */
const withoutServer = {
  name: 'without-server',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/server\.js$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, 'no-server.js'),
    }));
  },
};
