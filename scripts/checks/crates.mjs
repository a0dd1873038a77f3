// @ts-check
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { cargoDeny } from '../setup/cargo-deny.mjs';

const CONFIG = join(root, 'scripts', 'checks', 'deny.toml');
/** Each has a lock file of its own. */
export const WORKSPACES = ['Cargo.toml', 'tests/fuzz/Cargo.toml'];

/**
 * The arguments of cargo-deny for a workspace.
 * @param {string} manifest
 * @param {string[]} [options]
 */
export const denyArguments = (manifest, options = []) => [
  ...['--manifest-path', join(root, manifest), '--workspace', '--config', CONFIG],
  ...[...options, 'check'],
];

/** Checks the licences, sources and version requirements of all crates. */
export async function checkCrates() {
  const deny = await cargoDeny();
  for (const manifest of WORKSPACES) {
    await run(deny, [...denyArguments(manifest), 'licenses', 'sources', 'bans']);
  }
}
