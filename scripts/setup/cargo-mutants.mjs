// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { isStamped, stamp } from '../lib/stamp.mjs';
import { step } from '../lib/step.mjs';

const VERSION = '27.1.0';
const FOLDER = join(target, 'mutants', 'cargo-mutants');
const STAMP = join(FOLDER, '.version');

/**
 * cargo-mutants, built beside the checkout.
 * @returns {Promise<string>} its path
 */
export async function cargoMutants() {
  const program = join(FOLDER, 'bin', 'cargo-mutants');
  if (isStamped(STAMP, VERSION) && existsSync(program)) return program;
  const args = ['install', '--locked', '--force', '--root', FOLDER, `cargo-mutants@${VERSION}`];
  try {
    // Not by `cargo()`: its target folder is not this crate's.
    await step(`Installing cargo-mutants ${VERSION}`, () => run('cargo', args, { cwd: target }));
  } catch (error) {
    throw new Failure(
      'cargo-mutants cannot be installed: it needs a connection to the registry of crates',
      error instanceof Failure ? error.output : '',
    );
  }
  stamp(STAMP, VERSION);
  return program;
}
