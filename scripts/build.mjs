// @ts-check
import { join } from 'node:path';
import { assemble } from './build/assemble.mjs';
import { bundleError, bundleGlue, bundleWorkers, embedWasm } from './build/glue.mjs';
import { compile, generateGlue, optimise } from './build/wasm.mjs';
import { kib, measure } from './checks/size.mjs';
import { entry } from './lib/entry.mjs';
import { fingerprint } from './lib/fingerprint.mjs';
import { root, target } from './lib/paths.mjs';
import { isStamped, stamp } from './lib/stamp.mjs';
import { step } from './lib/step.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { rust } from './setup/rust.mjs';
import { smallStandardLibrary } from './setup/small-standard-library.mjs';
import { wasmBindgen } from './setup/wasm-bindgen.mjs';

const INPUTS = ['src', 'scripts', 'Cargo.toml', '.cargo/config.toml', 'package-lock.json'];
// Cargo may update its lock file while it builds.
const RESULTS = ['Cargo.lock', 'dist'];
const STAMP = join(target, 'package-built-from');

/** Builds the npm package into dist/, unless it is up to date. */
export async function build() {
  await nodeModules();
  const inputs = `${await rust()}\n${fingerprint(root, INPUTS)}`;
  if (isStamped(STAMP, `${inputs}\n${fingerprint(root, RESULTS)}`)) {
    console.log('▸ The package in dist/ is up to date');
  } else {
    await buildFrom(inputs);
  }
  console.log(`  wasm and web glue: ${kib((await measure()).total.gzip)} gzipped`);
}

/** @param {string} inputs */
async function buildFrom(inputs) {
  const sysroot = await smallStandardLibrary();
  const module = await step('Compiling the crate to wasm', () => compile(sysroot));
  const tool = await wasmBindgen();
  const generated = join(target, 'wasm-bindgen');
  await step('Generating the JavaScript glue', () => generateGlue(tool, module, generated));
  const shipped = join(target, 'shipped');
  await step('Optimising the wasm', () => optimise(generated, shipped));
  await step('Bundling the glue', () => bundleGlue(generated, shipped));
  await step('Bundling the workers', () => bundleWorkers(generated, shipped));
  await bundleError(shipped);
  await embedWasm(shipped);
  await step('Assembling dist/', () => assemble(shipped));
  stamp(STAMP, `${inputs}\n${fingerprint(root, RESULTS)}`);
}

await entry(import.meta, build);
