// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { lean } from './lean-glue.mjs';
import { withShortNames } from './short-names.mjs';
import { GLUE, NAME } from './wasm.mjs';

/**
 * Makes small modules of the glue, the snippets that it imports, and what the entries share: one for the other entries,
 * and the one of browsers whole, without what only servers need.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped where the optimised module is
 * @param {import('./short-names.mjs').ShortNames} names
 */
export async function bundleGlue(generated, shipped, names) {
  const glue = readFileSync(join(generated, `${GLUE}.js`), 'utf8');
  const module = new WebAssembly.Module(readFileSync(join(shipped, `${NAME}.wasm`)));
  const contents = lean(withShortNames(glue, names, module));
  const plugin = inPlaceOfGlue(contents, generated);
  const entries = join(root, 'src', 'entry');
  const defined = { HASH_FUNCTIONS: JSON.stringify(hashFunctions(names)) };
  await bundle(join(entries, 'api.js'), join(shipped, `${NAME}.js`), [plugin], defined);
  const browser = [plugin, withoutServer];
  await bundle(join(entries, 'browser.js'), join(shipped, 'browser.js'), browser, defined);
}

/**
 * Bundles what hashes large files of pages: what starts the workers, and the worker. The worker is one file without
 * imports, as not every bundler would follow them.
 * @param {string} shipped
 */
export async function bundleBackground(shipped) {
  for (const name of ['hash-workers.js', 'hash-worker.js']) {
    await bundle(join(root, 'src', 'platform', 'background', name), join(shipped, name), [
      withoutServer,
    ]);
  }
}

/**
 * @param {string} from
 * @param {string} to
 * @param {import('esbuild').Plugin[]} plugins
 * @param {Record<string, string>} [define]
 */
async function bundle(from, to, plugins, define = {}) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build } = await import('esbuild');
  await build({
    entryPoints: [from],
    outfile: to,
    bundle: true,
    // The one class of errors, which the entries export; and what only large files need.
    external: ['./error.js', './hash-workers.js'],
    plugins,
    define,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
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
