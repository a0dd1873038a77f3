// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../lib/paths.mjs';

const TEST = fileURLToPath(new URL('../test.mjs', import.meta.url));
const FOLDERS = ['src', 'tests', 'www', 'scripts', 'docs', 'examples'];
/** Editors write a file in several steps. */
const SETTLE_MS = 200;

/**
 * Runs tests, and runs them again after each change of a source file. It ends with Ctrl-C.
 * @param {string[]} args what `npm test` takes
 * @returns {Promise<never>}
 */
export async function watchTests(args) {
  for (;;) {
    // Watched before the run, so that no change during it is missed.
    const changed = nextChange(FOLDERS.map((folder) => join(root, folder)));
    await once(spawn(process.execPath, [TEST, ...args], { stdio: 'inherit' }), 'exit');
    console.log('\nWaiting for changes. Ctrl-C ends.');
    console.log(`\n${await changed} has changed.`);
  }
}

/**
 * Resolves to the name of a file that has changed, once no more changes follow.
 * @param {string[]} folders
 * @returns {Promise<string>}
 */
export function nextChange(folders) {
  return new Promise((resolve) => {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const watchers = folders.map((folder) =>
      watch(folder, { recursive: true }, (_, name) => {
        if (name === null || /(^|[\\/])(node_modules|target)([\\/]|$)/.test(name)) return;
        clearTimeout(timer);
        timer = setTimeout(() => {
          for (const watcher of watchers) watcher.close();
          resolve(name);
        }, SETTLE_MS);
      }),
    );
  });
}
