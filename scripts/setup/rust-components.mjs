// @ts-check
import { Failure } from '../lib/failure.mjs';
import { probe, run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';

/** rustfmt and clippy; rustup's default profile has them, its minimal one does not. */
export async function rustComponents() {
  for (const [component, command] of Object.entries({ rustfmt: 'fmt', clippy: 'clippy' })) {
    if ((await probe('cargo', [command, '--version'])) !== null) continue;
    try {
      await step(`Adding ${component} with rustup`, () =>
        run('rustup', ['component', 'add', component]),
      );
    } catch {
      throw new Failure(`${component} is missing: run \`rustup component add ${component}\``);
    }
  }
}
