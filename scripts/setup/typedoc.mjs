// @ts-check
import { join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installTools } from './project.mjs';

const FOLDER = join(target, 'docs-tools');

/**
 * TypeDoc by the lock file in scripts/docs, with a TypeScript that it knows: it does not run on that of the checkout, which is 7.
 * @returns {Promise<string>} the folder of its packages
 */
export async function typedoc() {
  await installTools({ source: join(root, 'scripts', 'docs'), folder: FOLDER, tools: 'TypeDoc' });
  return join(FOLDER, 'node_modules');
}
