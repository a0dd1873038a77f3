// @ts-check
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { quiet } from '../../scripts/demo/worker-process.mjs';
import { copyExample } from '../../scripts/setup/example.mjs';

const FOLDER = process.env.EXAMPLE ?? '';
if (!FOLDER) throw new Error('EXAMPLE names no folder: run `npm test`');

/** The example after a user's `npm install`. */
export function example() {
  const folder = copyExample(FOLDER);
  /**
   * Runs a program there, by the PATH that npm makes; resolves to what it says.
   * @param {string} program
   * @param {string[]} args
   */
  async function run(program, ...args) {
    const PATH = [join(FOLDER, 'node_modules', '.bin'), process.env.PATH].join(':');
    const env = { ...process.env, ...quiet(folder), PATH };
    const options = { cwd: folder, env, encoding: /** @type {const} */ ('buffer') };
    const { stdout } = await promisify(execFile)(program, args, options).catch((error) => {
      throw new Error(`${error.message}\n${error.stdout}\n${error.stderr}`);
    });
    return stdout;
  }
  return { folder, run, remove: () => rmSync(folder, { recursive: true }) };
}
