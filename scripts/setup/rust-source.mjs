// @ts-check
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { probe } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { debianRustSource } from './debian-rust-source.mjs';
import { rust, rustcVersion } from './rust.mjs';
import { addWithRustup } from './rustup.mjs';

const COMPONENT = 'rust-src';

/**
 * The sources of this rustc's standard library: from rustup, or else from Debian.
 * @returns {Promise<string>} the folder `library`
 */
export async function rustSource() {
  const sysroot = await probe('rustc', ['--print', 'sysroot']);
  const own = join(sysroot ?? '', 'lib', 'rustlib', 'src', 'rust', 'library');
  if (hasSource(own)) return own;
  const version = rustcVersion(await rust());
  const kept = join(target, 'rust-source', version);
  if (hasSource(kept)) return kept;
  const rustup = await addWithRustup('component', COMPONENT);
  if (hasSource(own)) return own;
  try {
    await step(`Fetching the sources of Rust ${version} from Debian`, () => keep(version, kept));
    return kept;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(
      `the sources of Rust's standard library are missing: run \`rustup component add ${COMPONENT}\` ` +
        `with a connection to the internet (rustup: ${rustup}; Debian's rust-src: ${error.message})`,
      error.output,
    );
  }
}

/** @param {string} library */
function hasSource(library) {
  return existsSync(join(library, 'std', 'Cargo.toml'));
}

/**
 * Renames the folder when it is complete, so that it is never used half-finished.
 * @param {string} version
 * @param {string} folder
 */
async function keep(version, folder) {
  const work = `${folder}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  renameSync(await debianRustSource(version, work), folder);
  rmSync(work, { recursive: true, force: true });
}
