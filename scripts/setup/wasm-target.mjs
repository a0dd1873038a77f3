// @ts-check
import { existsSync, readdirSync } from 'node:fs';
import { WASM_TARGET } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { buildStandardLibrary } from './standard-library.mjs';

/**
 * Makes sure that rustc has the standard library of the wasm target: from rustup or, where rustup
 * cannot download it (or METADEFENDER_NO_RUSTUP is set), built from Debian's package of its sources.
 */
export async function wasmTarget() {
  const libDir = await probe('rustc', ['--print', 'target-libdir', '--target', WASM_TARGET]);
  if (!libDir) throw new Failure(`this rustc does not know ${WASM_TARGET}`);
  if (hasStandardLibrary(libDir)) return;

  const rustup = await addWithRustup(libDir);
  if (rustup === 'added') return;
  try {
    await buildStandardLibrary(libDir);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      `Rust's target ${WASM_TARGET} is missing: run \`rustup target add ${WASM_TARGET}\` with a ` +
        `connection to the internet (rustup: ${rustup}; Debian's rust-src: ${error.message})`,
      error.output,
    );
  }
}

/**
 * @param {string} libDir
 * @returns {Promise<string>} 'added', or why not
 */
async function addWithRustup(libDir) {
  if (process.env.METADEFENDER_NO_RUSTUP) return 'switched off by METADEFENDER_NO_RUSTUP';
  if ((await probe('rustup', ['--version'])) === null) return 'not installed';
  try {
    await step(`Adding the Rust target ${WASM_TARGET} with rustup`, () =>
      run('rustup', ['target', 'add', WASM_TARGET]),
    );
  } catch (error) {
    const lines = error instanceof Failure ? error.output.split('\n') : [];
    return lines.find((line) => line.startsWith('error'))?.replace(/^error: /, '') ?? 'failed';
  }
  return hasStandardLibrary(libDir) ? 'added' : 'says it is there, but rustc has none';
}

/** @param {string} libDir */
function hasStandardLibrary(libDir) {
  return existsSync(libDir) && readdirSync(libDir).some((name) => /^libcore-.*\.rlib$/.test(name));
}
