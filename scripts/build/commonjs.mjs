// @ts-check
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NAME } from './wasm.mjs';

const MINIFIED = `${NAME}.js`;
const MODULES = ['edge-verify.js', 'error.js', MINIFIED, 'slim.js'];
const TYPES = ['edge-verify.d.ts', 'error.d.ts', 'index.d.ts', 'slim.d.ts', 'types'];

/**
 * Adds the CommonJS modules, in a folder with its own package.json: the ES modules are converted, their types copied.
 * @param {string} folder where the ES modules are
 */
export async function addCommonJs(folder) {
  // Imported late: the scripts start before npm has installed anything.
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
