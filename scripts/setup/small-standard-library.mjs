// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WASM_TARGET } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { probe } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { rustSource } from './rust-source.mjs';
import { rust } from './rust.mjs';
import { buildStandardLibrary } from './standard-library.mjs';
import { wasmTarget } from './wasm-target.mjs';

/** How it is compiled, and whatever is linked to it. These flags are unstable: a newer rustc may refuse them. */
const FLAGS = [
  '-Zunstable-options',
  // A panic traps, and says nothing: neither words nor places, nor what formats them.
  '-Cpanic=immediate-abort',
  '-Zlocation-detail=none',
  '-Zfmt-debug=none',
  // As of opt-level 2. At "z" it is off, though what is not called is the smallest.
  '-Zinline-mir=yes',
];

/** They are taken by a stable rustc only so. */
const ENV = { RUSTC_BOOTSTRAP: '1' };

/** @type {import('./standard-library.mjs').Recipe} */
const RECIPE = {
  crate: 'std',
  features: ['compiler-builtins-mem', 'optimize_for_size'],
  flags: FLAGS,
  profile: { 'opt-level': 'z', 'codegen-units': '1' },
};

const FOLDER = join(target, 'small-standard-library');

/**
 * What to compile with.
 * @typedef {object} StandardLibrary
 * @property {string[]} flags for rustc
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * The standard library of the wasm target, built for its size: the module is a quarter smaller. Where rustc refuses the
 * flags, or the sources cannot be had, it says so and the ordinary one is used.
 * @returns {Promise<StandardLibrary | undefined>}
 */
export async function smallStandardLibrary() {
  const rustc = await rust();
  const hash = createHash('sha256').update(`${rustc}\n${JSON.stringify(RECIPE)}`);
  // Of its own path for every build of it, as cargo knows a library by its path only.
  const sysroot = join(FOLDER, hash.digest('hex').slice(0, 16));
  const libDir = join(sysroot, 'lib', 'rustlib', WASM_TARGET, 'lib');
  try {
    if (!existsSync(libDir)) await build(libDir);
    return { flags: [...FLAGS, `--sysroot=${sysroot}`], env: ENV };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.warn(`  The module is compiled with the ordinary standard library: ${error.message}`);
    await wasmTarget();
    return undefined;
  }
}

/** @param {string} libDir */
async function build(libDir) {
  const asked = ['--print', 'cfg', '--target', WASM_TARGET];
  if ((await probe('rustc', [...FLAGS, ...asked], { env: ENV })) === null) {
    throw new Failure(`this rustc does not take ${FLAGS.join(' ')}`);
  }
  rmSync(FOLDER, { recursive: true, force: true });
  const library = await rustSource();
  await step(`Building a small standard library for ${WASM_TARGET}`, () =>
    buildStandardLibrary(library, RECIPE, libDir),
  );
}
