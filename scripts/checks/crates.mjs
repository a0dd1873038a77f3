// @ts-check
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { cargoDeny } from '../setup/cargo-deny.mjs';

const CONFIG = join(root, 'scripts', 'checks', 'deny.toml');
/** Each has a lock file of its own. */
export const WORKSPACES = ['Cargo.toml', 'tests/fuzz/Cargo.toml'];

/**
 * What cargo-deny is called with to check a workspace.
 * @param {string} manifest
 * @param {string[]} [options]
 */
export const denyArguments = (manifest, options = []) => [
  ...['--manifest-path', join(root, manifest), '--workspace', '--config', CONFIG],
  ...[...options, 'check'],
];

/** The licences of all crates, where they come from, and how they are asked for. */
export async function checkCrates() {
  const deny = await cargoDeny();
  for (const manifest of WORKSPACES) {
    await run(deny, [...denyArguments(manifest), 'licenses', 'sources', 'bans']);
  }
}
