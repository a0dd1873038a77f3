// @ts-check
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The program in the package of a scope that npm installed for this platform.
 * @param {string} project where it is installed
 * @param {string} scope
 * @param {string} path
 */
export function platformProgram(project, scope, path) {
  const packages = join(project, 'node_modules', scope);
  const [name] = readdirSync(packages);
  if (!name) throw new Error(`${scope} has no package for this platform`);
  return join(packages, name, path);
}
