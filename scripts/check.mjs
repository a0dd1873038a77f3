// @ts-check
import { build } from './build.mjs';
import { checkAdvisories } from './checks/advisories.mjs';
import { checkCrates } from './checks/crates.mjs';
import { checkSize } from './checks/size.mjs';
import { checkTypes } from './checks/types.mjs';
import { cargo, WASM_TARGET } from './lib/cargo.mjs';
import { docs as reference } from './docs.mjs';
import { entry } from './lib/entry.mjs';
import { report } from './lib/failure.mjs';
import { npmBin } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { step, stepsBesideOthers } from './lib/step.mjs';
import { lastLine } from './lib/tally.mjs';
import { nodeModules } from './setup/node-modules.mjs';
import { rustComponents } from './setup/rust-components.mjs';
import { rust } from './setup/rust.mjs';
import { wasmTarget } from './setup/wasm-target.mjs';

const CLIENT = ['-p', 'metadefender-wasm'];
const TOOLS = ['-p', 'metadefender-gateway', '-p', 'wasm-bindgen-tool', '--profile', 'tools'];
const FUZZ = ['--manifest-path', 'tests/fuzz/Cargo.toml'];
const DENY_WARNINGS = ['--', '-D', 'warnings'];

export const PRETTIER_FILES = '**/*.{js,mjs,cjs,ts,cts,tsx,vue,css,html,json,md}';

/** The checks by cargo, one after the other. @type {Record<string, () => Promise<unknown>>} */
const CARGO_CHECKS = {
  rustfmt: () => cargo(['fmt', '--all', '--check']),
  'rustfmt of the fuzz targets': () => cargo(['fmt', ...FUZZ, '--check']),
  'clippy of the client, on the host': () =>
    cargo(['clippy', ...CLIENT, '--all-targets', ...DENY_WARNINGS]),
  'clippy of the client, for wasm': () =>
    cargo(['clippy', ...CLIENT, '--target', WASM_TARGET, ...DENY_WARNINGS]),
  // As a Rust front end uses it.
  'clippy of the client without its bindings': () =>
    cargo(
      ['clippy', ...CLIENT, '--target', WASM_TARGET, '--no-default-features'].concat(DENY_WARNINGS),
    ),
  'clippy of the Rust front end': () =>
    cargo(['clippy', '-p', 'rust-consumer', '--target', WASM_TARGET, ...DENY_WARNINGS]),
  'clippy of the gateway and the tool': () =>
    cargo(['clippy', ...TOOLS, '--all-targets', ...DENY_WARNINGS]),
  // Without libFuzzer, which needs a compiler for C++.
  'clippy of the fuzz targets': () =>
    cargo(['clippy', ...FUZZ, '--no-default-features', ...DENY_WARNINGS]),
  'the licences, sources and versions of the crates': checkCrates,
  'the docs of the crate': () => docs(),
  'the docs of the crate without its bindings': () => docs('--no-default-features'),
};

/** The checks that run at the same time. @type {(() => Promise<unknown>)[]} */
const OTHER_CHECKS = [
  () =>
    step('prettier', () =>
      run(npmBin('prettier'), ['--check', '--log-level=warn', PRETTIER_FILES]),
    ),
  checkAdvisories,
  // These need the built package.
  async () => {
    await build();
    await step('the types of the package and the scripts', checkTypes);
    await reference();
  },
  checkSize,
];

/** @param {string[]} features */
function docs(...features) {
  return cargo(['doc', ...CLIENT, '--target', WASM_TARGET, '--no-deps', ...features], {
    env: { RUSTDOCFLAGS: '-D warnings' },
  });
}

/**
 * Sets everything up, then checks formats, lints, docs, dependencies, types and sizes.
 * @returns {Promise<import('./lib/tally.mjs').Tally>}
 */
export async function check() {
  await nodeModules();
  await rust();
  await wasmTarget();
  await rustComponents();
  const tally = { passed: 0, failed: 0 };
  /** @param {() => Promise<unknown>} work */
  const count = async (work) => {
    try {
      await work();
      tally.passed += 1;
    } catch (error) {
      report(error);
      tally.failed += 1;
    }
  };
  const cargoChecks = async () => {
    for (const [title, work] of Object.entries(CARGO_CHECKS)) await count(() => step(title, work));
  };
  const otherChecks = async () => {
    for (const work of OTHER_CHECKS) await count(work);
  };
  stepsBesideOthers();
  await Promise.all([cargoChecks(), otherChecks()]);
  return tally;
}

await entry(import.meta, async () => {
  const tally = await check();
  console.log(lastLine(tally));
  return tally.failed > 0 ? 1 : 0;
});
