// @ts-check
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure } from '../lib/failure.mjs';
import { filesUnder } from '../lib/fingerprint.mjs';
import { dist, root } from '../lib/paths.mjs';
import { addCli } from './cli.mjs';
import { addCommonJs } from './commonjs.mjs';
import { addEdge } from './edge.mjs';
import { addElement } from './element.mjs';

const ENTRIES = join(root, 'src', 'entry');
// What is bundled, and what it is made of.
const BUNDLED = [
  ...['api.js', 'error.js', 'module.js', 'text-coding.js', 'through-proxies.js'],
  ...['embedded-wasm.js', 'metadefender.wasm.gz.d.ts', 'hash-workers.d.ts', 'metadefender.d.ts'],
  'wasm-by-query.d.ts',
];
const BINDINGS = join(root, 'src', 'bindings');

/**
 * Puts the package together beside dist/ and then in its place, so that nobody sees half of it.
 * @param {string} shipped the module and its glue
 */
export async function assemble(shipped) {
  const next = `${dist}.next`;
  const previous = `${dist}.previous`;
  rmSync(next, { recursive: true, force: true });
  rmSync(previous, { recursive: true, force: true });

  cpSync(shipped, next, { recursive: true });
  const entries = filesIn(ENTRIES, /\.(c?js|d\.c?ts)$/);
  copyInto(
    next,
    entries.filter((file) => !BUNDLED.includes(basename(file))),
  );
  copyInto(next, filesIn(BINDINGS, /\.js$/));
  copyInto(join(next, 'types'), filesIn(BINDINGS, /\.d\.ts$/));
  await addEdge(next);
  await addCommonJs(next);
  await addCli(next);
  await addElement(next);

  if (existsSync(dist)) renameSync(dist, previous);
  renameSync(next, dist);
  rmSync(previous, { recursive: true, force: true });
}

/**
 * The files of a folder, and of those below it, by their names.
 * @param {string} folder
 * @param {RegExp} wanted
 */
function filesIn(folder, wanted) {
  if (!existsSync(folder)) return [];
  return filesUnder(folder, '.')
    .filter((file) => wanted.test(file))
    .map((file) => join(folder, file));
}

/**
 * Copies files side by side, whatever folders they are in.
 * @param {string} folder
 * @param {string[]} files
 */
function copyInto(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const destination = join(folder, basename(file));
    if (existsSync(destination)) throw new Failure(`${file}: ${basename(file)} is taken in dist/`);
    cpSync(file, destination);
  }
}
