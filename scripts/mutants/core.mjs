// @ts-check
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cargo } from '../lib/cargo.mjs';
import { Failure } from '../lib/failure.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { cargoMutants } from '../setup/cargo-mutants.mjs';
import { rust } from '../setup/rust.mjs';
/** @import { Mutant } from './survivors.mjs' */

const FOLDER = join(target, 'mutants');
const OUTCOMES = join(FOLDER, 'mutants.out', 'outcomes.json');
// A separate folder, as a mutant's build must not be taken for that of the checkout. It is kept, so that the
// dependencies are built once.
const BUILDS = { CARGO_TARGET_DIR: join(FOLDER, 'cargo') };

/** cargo-mutants 27.1, `summary`. A mutant that never ends is noticed. @type {Record<string, Mutant['status'] | undefined>} */
const STATUS = { CaughtMutant: 'killed', Timeout: 'killed', MissedMutant: 'survived' };

/**
 * Mutates the parts of the crate that `.cargo/mutants.toml` names.
 * @returns {Promise<Mutant[]>} the mutants that compile
 */
export async function coreMutants() {
  await rust();
  const program = await cargoMutants();
  rmSync(OUTCOMES, { force: true });
  // Artifacts of an interrupted run would be newer than the sources.
  await cargo(['clean', '--quiet', '--profile', 'mutants', '-p', 'metadefender-wasm'], {
    env: BUILDS,
  });
  const args = ['mutants', '-j1', '--output', FOLDER, '--colors', 'never'];
  const problem = await run(program, args, { env: BUILDS, show: true }).then(
    () => undefined,
    (error) => error,
  );
  // Its exit code is not 0 for survivors and timeouts either.
  const outcomes = existsSync(OUTCOMES) ? JSON.parse(readFileSync(OUTCOMES, 'utf8')) : undefined;
  if (!outcomes?.end_time || outcomes.total_mutants === 0) {
    throw problem ?? new Failure('cargo-mutants has tested nothing');
  }
  return outcomes.outcomes.flatMap(mutantOf);
}

/** @param {{ scenario: any, summary: string }} outcome @returns {Mutant[]} */
function mutantOf({ scenario, summary }) {
  const status = STATUS[summary];
  if (!scenario.Mutant || !status) return [];
  const { name, file, span } = scenario.Mutant;
  const { line } = span.start;
  const code = readFileSync(join(root, file), 'utf8').split('\n')[line - 1] ?? '';
  // The name begins with the location.
  const change = name.replace(/^.*?:\d+:\d+: /, '');
  return [{ file, line, code: code.trim(), change, status }];
}
