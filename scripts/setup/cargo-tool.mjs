// @ts-check
import { join } from 'node:path';
import { cargo } from '../lib/cargo.mjs';
import { describe, Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { isProgram } from '../lib/programs.mjs';
import { run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { python } from './python.mjs';

/** Cargo plug-ins in Python's registry, as wheels that contain just the program. */
const WHEEL = 'astral-dev-toolchain-';

/**
 * A plug-in of cargo in exactly this version: from a wheel if there is one for this machine, else compiled, which takes
 * minutes.
 * @param {string} name
 * @param {string} version
 * @returns {Promise<string>} its path
 */
export async function cargoTool(name, version) {
  const folder = join(target, 'cargo-tools', `${name}-${version}`);
  const program = join(folder, 'bin', name);
  if (isProgram(program)) return program;
  try {
    await step(`Fetching ${name} ${version}`, () => fromWheel(folder, name, version));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.log(`  no wheel: ${describe(error)}`);
    return cargoProgram(name, version);
  }
  if (!isProgram(program)) throw new Failure(`${name} ${version} was installed without ${program}`);
  return program;
}

/**
 * A program from crates.io in exactly this version, compiled.
 * @param {string} name
 * @param {string} version
 * @param {string[]} [options] of `cargo install`
 * @returns {Promise<string>} its path
 */
export async function cargoProgram(name, version, options = []) {
  const folder = join(target, 'cargo-tools', `${name}-${version}`);
  const program = join(folder, 'bin', name);
  if (isProgram(program)) return program;
  const args = ['install', name, '--locked', '--version', version, '--root', folder, ...options];
  await step(`Compiling ${name} ${version}`, () => cargo(args));
  if (!isProgram(program)) throw new Failure(`${name} ${version} was installed without ${program}`);
  return program;
}

/** @param {string} folder @param {string} name @param {string} version */
async function fromWheel(folder, name, version) {
  await python();
  await run('python3', ['-m', 'venv', folder]);
  const install = ['install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  await run(join(folder, 'bin', 'pip'), [...install, `${WHEEL}${name}==${version}`]);
}
