// @ts-check
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cargo, cargoHome, WASM_TARGET } from '../lib/cargo.mjs';
import { npmBin, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** The base name of the shipped files. */
export const NAME = 'metadefender';

/** The base name of the generated files. */
export const GLUE = 'glue';

// Listed individually: `--all-features` emits modules that Node 20 cannot load.
const FEATURES = [
  'simd',
  'bulk-memory',
  'nontrapping-float-to-int',
  'sign-ext',
  'mutable-globals',
  'reference-types',
  'multivalue',
];

const FOR_SIZE = [
  '-Oz',
  // gzip compresses calls better than inlined code: this saves 13 KiB.
  '--always-inline-max-function-size=3',
  '--one-caller-inline-max-function-size=20',
  '--skip-pass=local-cse',
  '--skip-pass=merge-similar-functions',
  '--converge',
  // Functions of a module are similar, and gzip only looks back 32 KiB: this saves 1 KiB.
  '--reorder-functions-by-name',
  // Low memory is the end of the stack, which rustc places before the data.
  '--low-memory-unused',
  '--strip-producers',
  '--strip-target-features',
];

// A target folder of its own, as it is linked with another standard library than the checks are.
const BUILD = join(target, 'module');

/**
 * @param {import('../setup/small-standard-library.mjs').StandardLibrary | undefined} small the ordinary one where there
 *   is none
 * @returns {Promise<string>} the path of the module
 */
export async function compile(small) {
  // In addition to the flags in .cargo/config.toml.
  const flags = [...(small?.flags ?? []), ...(await anonymous())];
  const config = `target.${WASM_TARGET}.rustflags=${JSON.stringify(flags)}`;
  const crate = ['-p', 'metadefender-wasm', '--lib'];
  await cargo(['build', '--release', ...crate, '--target', WASM_TARGET, '--config', config], {
    env: { CARGO_TARGET_DIR: BUILD, ...small?.env },
  });
  return join(BUILD, WASM_TARGET, 'release', 'metadefender_wasm.wasm');
}

/** Removes the paths of the build machine from the module. */
async function anonymous() {
  const sysroot = (await run('rustc', ['--print', 'sysroot'])).trim();
  return [`--remap-path-prefix=${cargoHome}=/cargo`, `--remap-path-prefix=${sysroot}=/rust`];
}

/**
 * @param {string} tool
 * @param {string} module
 * @param {string} outDir
 */
export async function generateGlue(tool, module, outDir) {
  rmSync(outDir, { recursive: true, force: true });
  await run(tool, [module, outDir, GLUE]);
}

/**
 * Optimises the generated module for size, as `-O3` does not hash faster, and renames it for shipping.
 * @param {string} generated
 * @param {string} shipped
 */
export async function optimise(generated, shipped) {
  rmSync(shipped, { recursive: true, force: true });
  mkdirSync(shipped, { recursive: true });
  const module = join(generated, `${GLUE}_bg.wasm`);
  const optimised = join(shipped, `${NAME}.wasm`);
  const features = FEATURES.map((feature) => `--enable-${feature}`);
  await run(npmBin('wasm-opt'), [...FOR_SIZE, ...features, module, '-o', optimised]);
}
