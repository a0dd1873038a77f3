// @ts-check
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WASM_TARGET } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { probe, run } from '../lib/run.mjs';
import { isStamped, stamp } from '../lib/stamp.mjs';
import { step } from '../lib/step.mjs';
import { buildStandardLibrary } from './standard-library.mjs';

/**
 * Makes sure that rustc has the standard library of the wasm target: from rustup or, where rustup
 * cannot download it (or METADEFENDER_NO_RUSTUP is set), built from Debian's package of its sources.
 */
export async function wasmTarget() {
  const libDir = await probe('rustc', ['--print', 'target-libdir', '--target', WASM_TARGET]);
  if (!libDir) throw new Failure(`this rustc does not know ${WASM_TARGET}`);
  if (!hasStandardLibrary(libDir)) await addStandardLibrary(libDir);
  dropWhatAnotherOneCompiled(libDir);
}

/** @param {string} libDir */
async function addStandardLibrary(libDir) {
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

/**
 * Cargo does not see that the standard library of one rustc was replaced by another build of it, and
 * rustc cannot link to crates that were compiled with the old one.
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
