// @ts-check
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';

/**
 * Adds a part to the toolchain with rustup, unless METADEFENDER_NO_RUSTUP is set.
 * @param {'target' | 'component'} kind
 * @param {string} name
 * @returns {Promise<string>} 'added', or why not
 */
export async function addWithRustup(kind, name) {
  if (process.env.METADEFENDER_NO_RUSTUP) return 'switched off by METADEFENDER_NO_RUSTUP';
  if ((await probe('rustup', ['--version'])) === null) return 'not installed';
  try {
    await step(`Adding the Rust ${kind} ${name} with rustup`, () =>
      run('rustup', [kind, 'add', name]),
    );
    return 'added';
  } catch (error) {
    const lines = error instanceof Failure ? error.output.split('\n') : [];
    return lines.find((line) => line.startsWith('error'))?.replace(/^error: /, '') ?? 'failed';
  }
}
