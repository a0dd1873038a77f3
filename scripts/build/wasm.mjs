// @ts-check
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cargo, cargoHome, WASM_TARGET } from '../lib/cargo.mjs';
import { npmBin, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';

/** The base name of what is shipped. */
export const NAME = 'metadefender';

/** The base name of what wasm-bindgen generates. */
export const GLUE = 'glue';

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

const FOR_SIZE = [
  '-Oz',
  // gzip packs calls better than what is inlined: 13 KiB of it.
  '--always-inline-max-function-size=3',
  '--one-caller-inline-max-function-size=20',
  '--skip-pass=local-cse',
  '--skip-pass=merge-similar-functions',
  '--converge',
  // Functions of one module are alike, and gzip looks back 32 KiB only: a KiB of it.
  '--reorder-functions-by-name',
  // There is the end of the stack, which rustc links to before the data.
  '--low-memory-unused',
  '--strip-producers',
  '--strip-target-features',
];

// By itself: a library of another build is linked to it than to what the checks compile.
const BUILD = join(target, 'module');

/**
 * @param {import('../setup/small-standard-library.mjs').StandardLibrary | undefined} small the ordinary one where there
 *   is none
 * @returns {Promise<string>} the path of the module
 */
export async function compile(small) {
  // Added to the flags of .cargo/config.toml.
  const flags = [...(small?.flags ?? []), ...(await anonymous())];
  const config = `target.${WASM_TARGET}.rustflags=${JSON.stringify(flags)}`;
  const crate = ['-p', 'metadefender-wasm', '--lib'];
  await cargo(['build', '--release', ...crate, '--target', WASM_TARGET, '--config', config], {
    env: { CARGO_TARGET_DIR: BUILD, ...small?.env },
  });
  return join(BUILD, WASM_TARGET, 'release', 'metadefender_wasm.wasm');
}

/** The module names no folder of whoever built it. */
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
 * Optimises the generated module, for size because `-O3` hashes no faster, and gives it the name
 * that it is shipped by.
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
