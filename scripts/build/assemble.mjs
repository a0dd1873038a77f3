// @ts-check
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { dist, root } from '../lib/paths.mjs';

const ENTRIES = join(root, 'src', 'entry');
const BINDINGS = join(root, 'src', 'bindings');

/**
 * Puts the package together beside dist/ and then in its place, so that nobody sees half of it.
 * @param {string} generated what wasm-bindgen wrote
 */
export function assemble(generated) {
  const next = `${dist}.next`;
  const previous = `${dist}.previous`;
  rmSync(next, { recursive: true, force: true });
  rmSync(previous, { recursive: true, force: true });

  cpSync(generated, next, { recursive: true });
  copy(ENTRIES, next, isModule);
  copy(ENTRIES, next, isTypes);
  copy(BINDINGS, next, isModule);
  copy(BINDINGS, join(next, 'types'), isTypes);

  if (existsSync(dist)) renameSync(dist, previous);
  renameSync(next, dist);
  rmSync(previous, { recursive: true, force: true });
}

const isModule = (/** @type {string} */ name) => /\.c?js$/.test(name);
const isTypes = (/** @type {string} */ name) => /\.d\.c?ts$/.test(name);

/**
 * Copies the files of a folder and of those below it, which keep their places.
 * @param {string} from
 * @param {string} to
 * @param {(name: string) => boolean} wanted
 */
function copy(from, to, wanted) {
  if (!existsSync(from)) return;
  for (const item of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, item.name);
    const destination = join(to, item.name);
    if (item.isDirectory()) copy(source, destination, wanted);
    else if (wanted(item.name)) {
      if (existsSync(destination)) throw new Failure(`two files want to be ${destination}`);
      mkdirSync(to, { recursive: true });
      cpSync(source, destination);
    }
  }
}
