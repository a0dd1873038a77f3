// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The program in the one package of a scope that npm found fit for this machine.
 * @param {string} project where it is installed
 * @param {string} scope
 * @param {string} path
 */
export function platformProgram(project, scope, path) {
  const packages = join(project, 'node_modules', scope);
  const [name] = readdirSync(packages);
  if (!name) throw new Error(`${scope} has no package for this machine`);
  return join(packages, name, path);
}
