// @ts-check
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.env.CONSUMER;
if (!folder) throw new Error('CONSUMER names no project: run `npm test`');

/** The project that uses the package as its users do. */
export const CONSUMER = folder;

/** A file of that project. @param {string[]} path */
export const inConsumer = (...path) => join(CONSUMER, ...path);

/**
 * A tool of that project.
 * @param {string} name
 * @returns {Promise<any>}
 */
export function tool(name) {
  const require = createRequire(inConsumer('package.json'));
  return import(pathToFileURL(require.resolve(name)).href);
}
