// @ts-check
import { join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installProject, installTools, replaceFolder } from './project.mjs';

const PACKED = join(root, 'tests', 'packed');
const CONSUMER = join(target, 'consumer');
const PROJECT = { source: PACKED, folder: CONSUMER, tools: 'bundlers and runtimes' };

/**
 * A project beside the checkout that uses the package as its users do: the tools of
 * tests/packed/package.json, the package installed from the tarball that would be published, the
 * samples of tests/packed and the cases of tests/behaviour. The package has to be built.
 * @returns {Promise<string>} the path of the project
 */
export async function consumer() {
  await installProject(PROJECT);
  replaceFolder(join(PACKED, 'samples'), join(CONSUMER, 'samples'));
  replaceFolder(join(root, 'tests', 'behaviour'), join(CONSUMER, 'behaviour'));
  return CONSUMER;
}

/**
 * The same with its tools only.
 * @returns {Promise<string>} the path of the project
 */
export async function consumerTools() {
  await installTools(PROJECT);
  return CONSUMER;
}
