// @ts-check
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The project that uses the package as its users do. */
export const CONSUMER = process.env.CONSUMER ?? '';
if (!CONSUMER) throw new Error('CONSUMER names no project: run `npm test`');

/** A path in that project. @param {string[]} path */
export const inConsumer = (...path) => join(CONSUMER, ...path);

/** What `require` is in that project. */
export const requireInConsumer = createRequire(inConsumer('package.json'));

/** A module that is installed there. @param {string} name @returns {Promise<any>} */
export function importTool(name) {
  return import(pathToFileURL(requireInConsumer.resolve(name)).href);
}

/**
 * The program in the one package of a scope that npm found fit for this machine.
 * @param {string} scope
 * @param {string} path
 */
export function platformProgram(scope, path) {
  const [name] = readdirSync(inConsumer('node_modules', scope));
  if (!name) throw new Error(`${scope} has no package for this machine`);
  return inConsumer('node_modules', scope, name, path);
}
