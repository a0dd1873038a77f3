// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cargoHome } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { root } from '../lib/paths.mjs';
import { probe } from '../lib/run.mjs';

const HOW = 'see https://rustup.rs/';

/** @type {string | undefined} */
let known;

/**
 * Makes sure that cargo and a rustc of at least Cargo.toml's `rust-version` can be run.
 * @returns {Promise<string>} what `rustc --version --verbose` says
 */
export async function rust() {
  return (known ??= await find());
}

async function find() {
  // A shell that was open while rustup was installed does not have it on its PATH yet.
  const cargoBin = join(cargoHome, 'bin');
  if ((await probe('cargo', ['--version'])) === null && existsSync(cargoBin)) {
    process.env.PATH = `${cargoBin}${delimiter}${process.env.PATH}`;
  }
  const oldest = /^rust-version = "(.+)"/m.exec(
    readFileSync(join(root, 'Cargo.toml'), 'utf8'),
  )?.[1];
  const rustc = await probe('rustc', ['--version', '--verbose']);
  if (rustc === null || (await probe('cargo', ['--version'])) === null) {
    throw new Failure(
      (await probe('rustup', ['--version'])) === null
        ? `Rust is missing: install Rust ${oldest} or newer with rustup, ${HOW}`
        : `rustup has no working toolchain here: run \`rustup default stable\` and try again`,
    );
  }
  const version = rustcVersion(rustc);
  if (oldest && isOlder(version, oldest)) {
    throw new Failure(
      `Rust ${oldest} or newer is needed, this is ${version}: run \`rustup update stable\`, ${HOW}`,
    );
  }
  return rustc;
}

/** `1.95.0` or `1.97.0-nightly`. @param {string} rustc what `rustc --version --verbose` says */
export function rustcVersion(rustc) {
  return /^release: (\S+)/m.exec(rustc)?.[1] ?? 'unknown';
}

/**
 * @param {string} version
 * @param {string} oldest
 */
function isOlder(version, oldest) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}
