// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { withShortNames } from './short-names.mjs';
import { GLUE, NAME } from './wasm.mjs';

/**
 * Makes one small module of what all entries share, the glue, and the snippets that it imports.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped where the optimised module is
 * @param {import('./short-names.mjs').ShortNames} names
 */
export async function bundleGlue(generated, shipped, names) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build, transform } = await import('esbuild');
  const glue = readFileSync(join(generated, `${GLUE}.js`), 'utf8');
  const module = new WebAssembly.Module(readFileSync(join(shipped, `${NAME}.wasm`)));
  // It gets the module or its bytes, from api.js.
  const define = { Request: 'undefined', Response: 'undefined', URL: 'undefined' };
  const short = withShortNames(glue, names, module);
  const { code } = await transform(short, { define, minifySyntax: true });
  // A snippet of which nothing is used is no reason to warn.
  const contents = code.replace(/^import ".*";$/gm, '');
  await build({
    entryPoints: [join(root, 'src', 'entry', 'api.js')],
    outfile: join(shipped, `${NAME}.js`),
    bundle: true,
    // The one class of errors, which the entries export.
    external: ['./error.js'],
    plugins: [inPlaceOfGlue(contents, generated)],
    define: { HASH_FUNCTIONS: JSON.stringify(hashFunctions(names)) },
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
 * Bundles the worker in which pages hash large files: one file without imports, as not every bundler would follow
 * them.
 * @param {string} shipped
 */
export async function bundleWorker(shipped) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(root, 'src', 'platform', 'hash-worker.js')],
    outdir: shipped,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
  });
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
