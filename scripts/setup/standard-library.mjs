// @ts-check
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cargo, cargoHome, WASM_TARGET } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { step } from '../lib/step.mjs';
import { debianRustSource } from './debian-rust-source.mjs';
import { rust, rustcVersion } from './rust.mjs';

/**
 * Builds the standard library of the wasm target as Rust's own release does, and puts it where
 * rustc looks for it.
 * @param {string} libDir
 */
export async function buildStandardLibrary(libDir) {
  const version = rustcVersion(await rust());
  const work = join(target, 'standard-library');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });

  const library = await step(`Fetching the sources of Rust ${version} from Debian`, () =>
    debianRustSource(version, work),
  );
  await step(`Building Rust's standard library for ${WASM_TARGET}`, () => compile(library, work));
  install(join(work, 'build', WASM_TARGET, 'release', 'deps'), libDir);
  rmSync(work, { recursive: true, force: true });
}

/**
 * @param {string} library
 * @param {string} work
 */
function compile(library, work) {
  // Debian's `library/vendor` lacks crates that the lock file names; without a configuration that
  // points there, cargo fetches them itself and checks them against that lock file.
  return cargo(
    ['build', '--release', '--locked', '--target', WASM_TARGET].concat(
      ['--manifest-path', join(library, 'sysroot', 'Cargo.toml')],
      ['--features', 'compiler-builtins-mem panic-unwind'],
    ),
    {
      cwd: library,
      env: {
        CARGO_TARGET_DIR: join(work, 'build'),
        RUSTC_BOOTSTRAP: '1',
        CARGO_ENCODED_RUSTFLAGS: [
          '-Zforce-unstable-if-unmarked',
          '-Cembed-bitcode=yes',
          `--remap-path-prefix=${library}=/rust/library`,
          `--remap-path-prefix=${cargoHome}=/cargo`,
        ].join('\x1f'),
      },
    },
  );
}

/**
 * By a rename, so that rustc never sees half a library.
 * @param {string} built
 * @param {string} libDir
 */
function install(built, libDir) {
  const partial = `${libDir}.partial`;
  try {
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    for (const name of readdirSync(built).filter((name) => name.endsWith('.rlib'))) {
      cpSync(join(built, name), join(partial, name));
    }
    rmSync(libDir, { recursive: true, force: true });
    renameSync(partial, libDir);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Failure(`${dirname(libDir)} cannot be written: ${message}`);
  }
}
