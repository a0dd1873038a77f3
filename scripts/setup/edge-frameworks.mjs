// @ts-check
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, target } from '../lib/paths.mjs';
import { installProject, installTools } from './project.mjs';

const SOURCE = join(root, 'tests', 'packed', 'edge-frameworks');
const FOLDER = join(target, 'edge-frameworks');
const PROJECT = { source: SOURCE, folder: FOLDER, tools: 'Next.js, SvelteKit and edge-runtime' };
const SAMPLES = ['content.js', 'next', 'sveltekit', 'edge-runtime'];

/**
 * A third project that uses the package as its users do: servers in whose routes the handlers of the edge are mounted. They are large, and
 * bring tools of their own versions. The package has to be built.
 * @returns {Promise<string>} the path of the project
 */
export async function edgeFrameworks() {
  await installProject(PROJECT);
  for (const sample of SAMPLES) {
    rmSync(join(FOLDER, sample), { recursive: true, force: true });
    cpSync(join(SOURCE, sample), join(FOLDER, sample), { recursive: true });
  }
  return FOLDER;
}

/** The same with its tools only. */
export const edgeFrameworksTools = () => installTools(PROJECT);
