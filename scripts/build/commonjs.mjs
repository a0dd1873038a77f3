// @ts-check
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAME } from './wasm.mjs';

const MINIFIED = `${NAME}.js`;
const MODULES = ['edge-verify.js', 'error.js', MINIFIED, 'slim.js'];
const TYPES = ['edge-verify.d.ts', 'error.d.ts', 'index.d.ts', 'slim.d.ts', 'types'];

/**
 * Adds what `require` gets, in a folder whose own package.json says that it is CommonJS: the
 * modules translated, their types copied.
 * @param {string} folder where the ES modules are
 */
export async function addCommonJs(folder) {
  // Not before: the scripts run without what npm installs, until they have installed it.
  const { transform } = await import('esbuild');
  const commonJs = join(folder, 'cjs');
  mkdirSync(commonJs);
  writeFileSync(join(commonJs, 'package.json'), '{ "type": "commonjs" }\n');
  for (const name of TYPES) cpSync(join(folder, name), join(commonJs, name), { recursive: true });
  for (const name of MODULES) {
    const { code } = await transform(readFileSync(join(folder, name), 'utf8'), {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      minify: name === MINIFIED,
      banner: '// @ts-nocheck',
    });
    writeFileSync(join(commonJs, name), code);
  }
}
