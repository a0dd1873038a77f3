// @ts-check
import { cpSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installProject, installTools } from './project.mjs';

const EXAMPLE = join(root, 'examples', 'worker');
const FOLDER = join(target, 'example');
const PROJECT = { source: EXAMPLE, folder: FOLDER, tools: 'the tools of the example' };
/** Files that are not copied: a checkout may have them if the example is used in place. */
const LEFT_OUT = ['node_modules', 'build', '.wrangler', '.dev.vars'];

/**
 * A folder beside the checkout where the example Worker finds its tools, and the package from the tarball that
 * would be published. The package has to be built.
 * @returns {Promise<string>} its path
 */
export async function example() {
  await installProject(PROJECT);
  return FOLDER;
}

/** The same with its tools only. */
export const exampleTools = () => installTools(PROJECT);

/**
 * A new copy of the example in that folder, as it would be after `npm install`.
 * @param {string} folder
 */
export function copyExample(folder) {
  const copy = mkdtempSync(join(folder, 'worker-'));
  const filter = (/** @type {string} */ path) => !LEFT_OUT.includes(basename(path));
  cpSync(EXAMPLE, copy, { recursive: true, filter });
  return copy;
}
