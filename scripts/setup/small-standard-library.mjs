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

/** How it is compiled, and whatever is linked to it. */
export const SMALL = [
  '-Zunstable-options',
  // A panic traps, and says nothing: neither words nor places, nor what formats them.
  '-Cpanic=immediate-abort',
  '-Zlocation-detail=none',
  '-Zfmt-debug=none',
  // As of opt-level 2. At "z" it is off, though what is not called is the smallest.
  '-Zinline-mir=yes',
];

/** @type {import('./standard-library.mjs').Recipe} */
const RECIPE = {
  crate: 'std',
  features: ['compiler-builtins-mem', 'optimize_for_size'],
  flags: SMALL,
  profile: { 'opt-level': 'z', 'codegen-units': '1' },
};

const FOLDER = join(target, 'small-standard-library');

/**
 * The standard library of the wasm target for the module that is shipped, built for its size.
 * @returns {Promise<string>} the folder to give to rustc as `--sysroot`
 */
export async function smallStandardLibrary() {
  const rustc = await rust();
  const hash = createHash('sha256').update(`${rustc}\n${JSON.stringify(RECIPE)}`);
  // Of its own path for every build of it, as cargo knows a library by its path only.
  const sysroot = join(FOLDER, hash.digest('hex').slice(0, 16));
  const libDir = join(sysroot, 'lib', 'rustlib', WASM_TARGET, 'lib');
  if (existsSync(libDir)) return sysroot;
  await checkCompiler();
  rmSync(FOLDER, { recursive: true, force: true });
  const library = await rustSource();
  await step(`Building a small standard library for ${WASM_TARGET}`, () =>
    buildStandardLibrary(library, RECIPE, libDir),
  );
  return sysroot;
}

async function checkCompiler() {
  const env = { RUSTC_BOOTSTRAP: '1' };
  const asked = ['--print', 'cfg', '--target', WASM_TARGET];
  if ((await probe('rustc', [...SMALL, ...asked], { env })) !== null) return;
  throw new Failure(
    `this rustc does not take ${SMALL.join(' ')}: run \`rustup update stable\` and try again`,
  );
}
