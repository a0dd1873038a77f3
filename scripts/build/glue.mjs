// @ts-check
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { withShortNames } from './short-names.mjs';
import { NAME } from './wasm.mjs';

// Nothing of ours loads the module so, and no browser does where it is as large.
const UNUSED = 'export { initSync, __wbg_init as default };';
const USED = 'export { __wbg_init as default };';

/**
 * Makes one small module of the glue and the snippets that it imports.
 * @param {string} generated what wasm-bindgen wrote
 * @param {string} shipped where the optimised module is
 * @param {import('./short-names.mjs').ShortNames} names
 */
export async function bundleGlue(generated, shipped, names) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { build } = await import('esbuild');
  const glue = readFileSync(join(generated, `${NAME}.js`), 'utf8');
  if (!glue.includes(UNUSED)) throw new Failure(`the glue has no \`${UNUSED}\``);
  const module = new WebAssembly.Module(readFileSync(join(shipped, `${NAME}.wasm`)));
  const { outputFiles } = await build({
    stdin: {
      contents: withShortNames(glue.replace(UNUSED, USED), names, module),
      resolveDir: generated,
      sourcefile: `${NAME}.js`,
    },
    bundle: true,
    // The one class of errors, which the entries export.
    external: ['./error.js'],
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    write: false,
  });
  writeFileSync(join(shipped, `${NAME}.js`), outputFiles[0]?.contents ?? '');
  // For the type check of the entries; it is not published.
  cpSync(join(generated, `${NAME}.d.ts`), join(shipped, `${NAME}.d.ts`));
}
