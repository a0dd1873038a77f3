// @ts-check
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cargo, cargoHome, WASM_TARGET } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';

/**
 * @typedef {object} Recipe
 * @property {'std' | 'sysroot'} crate of the sources: `sysroot` has what rustc's own release has
 * @property {string[]} features
 * @property {string[]} flags for rustc
 * @property {Record<string, string>} [profile] settings of cargo's profile `release`
 */

/**
 * Builds the standard library of the wasm target and installs it where rustc looks for it.
 * @param {string} library its sources
 * @param {Recipe} recipe
 * @param {string} libDir
 */
export async function buildStandardLibrary(library, recipe, libDir) {
  const work = `${libDir}.build`;
  try {
    await compile(library, recipe, work);
    install(join(work, WASM_TARGET, 'release', 'deps'), libDir);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} library
 * @param {Recipe} recipe
 * @param {string} work
 */
function compile(library, { crate, features, flags, profile = {} }, work) {
  const settings = Object.entries(profile).map(([key, value]) => [
    `CARGO_PROFILE_RELEASE_${key.toUpperCase().replaceAll('-', '_')}`,
    value,
  ]);
  // Debian's `library/vendor` lacks crates that the lock file names; without a configuration that
  // points there, cargo fetches them itself and checks them against that lock file.
  return cargo(
    ['build', '--release', '--locked', '--target', WASM_TARGET].concat(
      ['--manifest-path', join(library, crate, 'Cargo.toml')],
      ['--no-default-features', '--features', features.join(' ')],
    ),
    {
      env: {
        ...Object.fromEntries(settings),
        CARGO_TARGET_DIR: work,
        RUSTC_BOOTSTRAP: '1',
        CARGO_ENCODED_RUSTFLAGS: [
          '-Zforce-unstable-if-unmarked',
          '-Cembed-bitcode=yes',
          `--remap-path-prefix=${library}=/rust/library`,
          `--remap-path-prefix=${cargoHome}=/cargo`,
          ...flags,
        ].join('\x1f'),
      },
    },
  );
}

/**
 * Renames the folder when it is complete, so that rustc never sees half a library.
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
