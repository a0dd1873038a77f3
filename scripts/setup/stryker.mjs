// @ts-check
import { join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installTools } from './project.mjs';

const FOLDER = join(target, 'mutants', 'stryker');

/**
 * Stryker, from the lock file in tests/mutation: testing and building do not need it.
 * @returns {Promise<string>} its path
 */
export async function stryker() {
  await installTools({
    source: join(root, 'tests', 'mutation'),
    folder: FOLDER,
    tools: 'Stryker',
  });
  return join(FOLDER, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
}
