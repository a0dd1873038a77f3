// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The program behind the command `metadefender-wasm`, as npm installs it. */
const { bin } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
export const PROGRAM = fileURLToPath(new URL(`../../${bin['metadefender-wasm']}`, import.meta.url));

/** A folder for the user's configuration in which nothing is stored. */
const NO_CONFIG = mkdtempSync(join(tmpdir(), 'metadefender-config-'));
process.on('exit', () => rmSync(NO_CONFIG, { recursive: true, force: true }));

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {Record<string, string>} [env] besides a PATH
 * @property {string} [input]
 */

/**
 * Starts the command with an environment of its own.
 * @param {string[]} words
 * @param {CommandOptions} [options]
 */
export function startCommand(words, { cwd, env, input } = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    cwd,
    env: { PATH: process.env.PATH, XDG_CONFIG_HOME: NO_CONFIG, ...env },
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const result = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[code, signal], stdout, stderr]) => ({ code, signal, stdout, stderr }),
  );
  return { child, result };
}

/** Runs the command to its end. @param {string[]} words @param {CommandOptions} [options] */
export const command = (words, options) => startCommand(words, options).result;
