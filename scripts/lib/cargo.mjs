// @ts-check
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { target } from './paths.mjs';
import { run } from './run.mjs';

export const WASM_TARGET = 'wasm32-unknown-unknown';

export const cargoHome = resolve(process.env.CARGO_HOME || join(homedir(), '.cargo'));

/**
 * @param {string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 */
export function cargo(args, options) {
  return run('cargo', args, {
    ...options,
    env: {
      CARGO_TARGET_DIR: target,
      // These would override the flags in .cargo/config.toml.
      RUSTFLAGS: undefined,
      CARGO_ENCODED_RUSTFLAGS: undefined,
      CARGO_BUILD_TARGET: undefined,
      ...options?.env,
    },
  });
}

/**
 * Builds a native program of the repository; `toolBin` is its path.
 * @param {string} crate
 */
export function buildTool(crate) {
  return cargo(['build', '--profile', 'tools', '-p', crate]);
}
