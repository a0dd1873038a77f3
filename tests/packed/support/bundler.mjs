// @ts-check
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

if (!process.env.CONSUMER) throw new Error('CONSUMER names no project: run `npm test`');

/** The project that the package is installed into. */
export const CONSUMER = process.env.CONSUMER;

/** The folder of a sample. @param {string} name */
export const sample = (name) => join(CONSUMER, 'samples', 'bundlers', name);

/** Where the project has its bundlers. `vite` and `vite-7` want the same name in `.bin`. */
const PROGRAMS = {
  esbuild: 'esbuild/bin/esbuild',
  parcel: 'parcel/lib/bin.js',
  rollup: 'rollup/dist/bin/rollup',
  vite: 'vite/bin/vite.js',
  'vite-7': 'vite-7/bin/vite.js',
  webpack: 'webpack/bin/webpack.js',
};

/** @typedef {keyof typeof PROGRAMS} Bundler */

/** The program of a bundler, for Node. @param {Bundler} bundler */
export const program = (bundler) => join(CONSUMER, 'node_modules', PROGRAMS[bundler]);

/**
 * Runs a bundler in the folder of a sample.
 * @param {string} name of the sample
 * @param {Bundler} bundler
 * @param {string[]} args
 */
export function bundle(name, bundler, ...args) {
  return runBundler(sample(name), bundler, args);
}

/**
 * Runs a bundler in a folder.
 * @param {string} folder
 * @param {Bundler} bundler
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export async function runBundler(folder, bundler, args, env) {
  try {
    await run(process.execPath, [program(bundler), ...args], {
      cwd: folder,
      env: { ...environment(), ...env },
    });
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    throw new Error(`${bundler} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** The environment without colours and without the variables of node:test. */
export function environment() {
  return { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_TEST_CONTEXT: undefined };
}

/**
 * Runs the work in a new folder, where the project's packages cannot be resolved.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
export async function inNewFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'metadefender-wasm-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
