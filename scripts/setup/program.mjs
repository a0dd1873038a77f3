// @ts-check
import { Failure } from '../lib/failure.mjs';
import { isProgram, onPath } from '../lib/programs.mjs';
import { debianPackage } from './debian-package.mjs';

/**
 * A program that tests need: from the environment variable, the PATH, or a Debian package.
 * @param {object} wanted
 * @param {string} wanted.title for messages
 * @param {string} wanted.variable of the environment, which may hold its path
 * @param {string[]} wanted.names under which it may be on the PATH
 * @param {string} wanted.debian the package that brings it
 * @returns {Promise<string>} its path
 */
export async function program({ title, variable, names, debian }) {
  const how = `install it (\`sudo apt-get install ${debian}\`) or set ${variable} to the path of one`;
  const named = process.env[variable];
  if (named && !isProgram(named)) {
    throw new Failure(`${variable} is set to ${named}, which is not a program`);
  }
  const found = named || onPath(names);
  if (found) return found;
  await debianPackage(debian, title, how);
  const installed = onPath(names);
  if (!installed) throw new Failure(`${title} is missing: ${how}`);
  return installed;
}
