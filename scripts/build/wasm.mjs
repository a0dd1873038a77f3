// @ts-check
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cargo, WASM_TARGET } from '../lib/cargo.mjs';
import { npmBin, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** The base name of the generated files. */
export const NAME = 'metadefender';

// Named one by one: `--all-features` emits modules that Node 20 cannot load.
const FEATURES = [
  'simd',
  'bulk-memory',
  'nontrapping-float-to-int',
  'sign-ext',
  'mutable-globals',
  'reference-types',
  'multivalue',
];

/** @returns {Promise<string>} the path of the module */
export async function compile() {
  await cargo(['build', '--release', '--target', WASM_TARGET, '-p', 'metadefender-wasm', '--lib']);
  return join(target, WASM_TARGET, 'release', 'metadefender_wasm.wasm');
}

/**
 * @param {string} tool
 * @param {string} module
 * @param {string} outDir
 */
export async function generateGlue(tool, module, outDir) {
  rmSync(outDir, { recursive: true, force: true });
  await run(tool, [module, outDir, NAME]);
}

/**
 * Optimises the generated module and gives it the name that it is shipped by.
 * @param {string} generated
 */
export async function optimise(generated) {
  const module = join(generated, `${NAME}_bg.wasm`);
  const optimised = join(generated, `${NAME}.wasm`);
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  await run(npmBin('wasm-opt'), ['-O3', ...features, module, '-o', optimised]);
  rmSync(module);
  // The types of the raw exports, which nobody uses; what the .wasm is as a module, src/entry says.
  rmSync(`${module}.d.ts`);
}
