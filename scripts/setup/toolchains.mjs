// @ts-check
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installProject, installTools } from './project.mjs';

const SOURCE = join(root, 'tests', 'packed', 'toolchains');
const FOLDER = join(target, 'toolchains');
const PROJECT = { source: SOURCE, folder: FOLDER, tools: 'Angular and Storybook' };
const APPS = ['angular', 'storybook'];

/**
 * A second project that uses the package as users do, for tools that conflict with those of `consumer`: Angular needs
 * an older TypeScript, Storybook an older Vite. The package has to be built.
 * @returns {Promise<string>} the path of the project
 */
export async function toolchains() {
  await installProject(PROJECT);
  for (const app of APPS) {
    rmSync(join(FOLDER, app), { recursive: true, force: true });
    cpSync(join(SOURCE, app), join(FOLDER, app), { recursive: true });
  }
  return FOLDER;
}

/** The same with its tools only. */
export const toolchainsTools = () => installTools(PROJECT);
