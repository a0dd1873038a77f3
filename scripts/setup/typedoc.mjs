// @ts-check
import { join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installTools } from './project.mjs';

const FOLDER = join(target, 'docs-tools');

/**
 * TypeDoc, from the lock file in scripts/docs, with TypeScript 6: it does not support version 7, which the checkout
 * has.
 * @returns {Promise<string>} the folder of its packages
 */
export async function typedoc() {
  await installTools({ source: join(root, 'scripts', 'docs'), folder: FOLDER, tools: 'TypeDoc' });
  return join(FOLDER, 'node_modules');
}
