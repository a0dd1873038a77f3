// @ts-check
import { PRETTIER_FILES } from './check.mjs';
import { cargo } from './lib/cargo.mjs';
import { entry } from './lib/entry.mjs';
import { npmBin } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/step.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { rustComponents } from './setup/rust-components.mjs';
import { rust } from './setup/rust.mjs';

/** Formats everything. */
async function fix() {
  await nodeModules();
  await rust();
  await rustComponents();
  await step('Formatting with rustfmt', () => cargo(['fmt', '--all']));
  await step('Formatting with prettier', () =>
    run(npmBin('prettier'), ['--write', '--log-level=warn', PRETTIER_FILES]),
  );
}

await entry(import.meta, fix);
