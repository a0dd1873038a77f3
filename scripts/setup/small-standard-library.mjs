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

/** The flags for it and for everything that is linked with it. They are unstable: a newer rustc may refuse them. */
const FLAGS = [
  '-Zunstable-options',
  // A panic traps without a message, so neither messages and locations nor their formatting are linked.
  '-Cpanic=immediate-abort',
  '-Zlocation-detail=none',
  '-Zfmt-debug=none',
  // The value of opt-level 2. It is off at "z", although unused code is the smallest.
  '-Zinline-mir=yes',
];

/** Makes a stable rustc accept unstable flags. */
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
 * How to compile with it.
 * @typedef {object} StandardLibrary
 * @property {string[]} flags for rustc
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * The standard library of the wasm target, built for size: it makes the module a quarter smaller. If rustc refuses the
 * flags, or the sources are not available, this is reported and the ordinary library is used.
 * @returns {Promise<StandardLibrary | undefined>}
 */
export async function smallStandardLibrary() {
  const rustc = await rust();
  const hash = createHash('sha256').update(`${rustc}\n${JSON.stringify(RECIPE)}`);
  // A separate path for every build, as cargo identifies a library by its path only.
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
    throw new Failure(`this rustc does not accept ${FLAGS.join(' ')}`);
  }
  rmSync(FOLDER, { recursive: true, force: true });
  const library = await rustSource();
  await step(`Building a small standard library for ${WASM_TARGET}`, () =>
    buildStandardLibrary(library, RECIPE, libDir),
  );
}
