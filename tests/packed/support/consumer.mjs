// @ts-check
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The project that uses the package like its users. */
export const CONSUMER = process.env.CONSUMER ?? '';
if (!CONSUMER) throw new Error('CONSUMER names no project: run `npm test`');

/** A path in that project. @param {string[]} path */
export const inConsumer = (...path) => join(CONSUMER, ...path);

/** The `require` of that project. */
export const requireInConsumer = createRequire(inConsumer('package.json'));

/** A module that is installed there. @param {string} name @returns {Promise<any>} */
export function importTool(name) {
  return import(pathToFileURL(requireInConsumer.resolve(name)).href);
}
