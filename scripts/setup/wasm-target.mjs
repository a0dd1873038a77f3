// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WASM_TARGET } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { probe } from '../lib/run.mjs';
import { isStamped, stamp } from '../lib/stamp.mjs';
import { step } from '../lib/step.mjs';
import { rustSource } from './rust-source.mjs';
import { addWithRustup } from './rustup.mjs';
import { buildStandardLibrary } from './standard-library.mjs';

/** @type {import('./standard-library.mjs').Recipe} */
const AS_RELEASED = {
  crate: 'sysroot',
  features: ['compiler-builtins-mem', 'panic-unwind'],
  flags: [],
};

/**
 * Makes sure that rustc has the standard library of the wasm target: from rustup or, where rustup
 * cannot download it (or METADEFENDER_NO_RUSTUP is set), built from its sources.
 */
export async function wasmTarget() {
  const libDir = await probe('rustc', ['--print', 'target-libdir', '--target', WASM_TARGET]);
  if (!libDir) throw new Failure(`this rustc does not know ${WASM_TARGET}`);
  if (!hasStandardLibrary(libDir)) await addStandardLibrary(libDir);
  dropWhatAnotherOneCompiled(libDir);
}

/** @param {string} libDir */
async function addStandardLibrary(libDir) {
  const rustup = await addWithRustup('target', WASM_TARGET);
  if (hasStandardLibrary(libDir)) return;
  try {
    const library = await rustSource();
    await step(`Building Rust's standard library for ${WASM_TARGET}`, () =>
      buildStandardLibrary(library, AS_RELEASED, libDir),
    );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      `Rust's target ${WASM_TARGET} is missing: run \`rustup target add ${WASM_TARGET}\` with a ` +
        `connection to the internet (rustup: ${rustup}; built from its sources: ${error.message})`,
      error.output,
    );
  }
}

/**
 * Cargo does not notice that a rustc's standard library was replaced by another build, and rustc cannot link crates
 * that were compiled with the old one.
 * @param {string} libDir
 */
function dropWhatAnotherOneCompiled(libDir) {
  const compiled = join(target, WASM_TARGET);
  const stampFile = join(compiled, 'compiled-with');
  const libraries = readdirSync(libDir).sort().join('\n');
  if (isStamped(stampFile, libraries)) return;
  rmSync(compiled, { recursive: true, force: true });
  stamp(stampFile, libraries);
}

/** @param {string} libDir */
function hasStandardLibrary(libDir) {
  return existsSync(libDir) && readdirSync(libDir).some((name) => /^libcore-.*\.rlib$/.test(name));
}
