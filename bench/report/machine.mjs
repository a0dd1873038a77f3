// @ts-check
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';

/**
 * @typedef {object} Machine
 * @property {string} cpu
 * @property {number} cores
 * @property {number} memory GiB
 * @property {string} system
 */

/** @returns {Machine} */
export function machine() {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? 'an unknown processor',
    cores: all.length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: distribution() ?? `${type()} ${release()}`,
  };
}

/** The version of a package that is installed here. @param {string} name @returns {string} */
export const versionOf = (name) =>
  JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version;

function distribution() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
