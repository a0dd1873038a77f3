// @ts-check
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cargo, WASM_TARGET } from '../lib/cargo.mjs';
import { root, target } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { step } from '../lib/step.mjs';
import { wasmBindgen } from './wasm-bindgen.mjs';
import { wasmTarget } from './wasm-target.mjs';

const CRATE = 'rust-consumer';
const BUILD = join(target, CRATE);
const SITE = join(BUILD, 'site');

/**
 * The crate in tests/rust-consumer, built as a user would: with cargo, without our flags, and wasm-bindgen. It has its
 * own target folder, as the client without bindings is another module with the same name.
 * @returns {Promise<string>} the folder of the module, its glue and what uses them
 */
export async function rustConsumer() {
  await wasmTarget();
  const tool = await wasmBindgen();
  const args = ['build', '--release', '-p', CRATE, '--target', WASM_TARGET];
  const env = { CARGO_TARGET_DIR: BUILD, RUSTFLAGS: '' };
  await step('Compiling a Rust front end to wasm', () => cargo(args, { env }));
  rmSync(SITE, { recursive: true, force: true });
  await run(tool, [join(BUILD, WASM_TARGET, 'release', 'rust_consumer.wasm'), SITE, 'consumer']);
  cpSync(join(root, 'tests', CRATE, 'site'), SITE, { recursive: true });
  return SITE;
}
