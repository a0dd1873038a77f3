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
import { addUploaders } from './uploaders.mjs';

const ENTRIES = join(root, 'src', 'entry');
// The sources of bundles, which are not copied.
const BUNDLED = [
  ...['api.js', 'error.js', 'module.js', 'text-coding.js', 'through-proxies.js'],
  ...['embedded-wasm.js', 'metadefender.wasm.gz.d.ts', 'hash-workers.d.ts', 'metadefender.d.ts'],
  'wasm-by-query.d.ts',
];
const BINDINGS = join(root, 'src', 'bindings');

/**
 * Assembles the package in a temporary folder and then replaces dist/ with it, so that dist/ is always complete.
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
  await addUploaders(next);

  if (existsSync(dist)) renameSync(dist, previous);
  renameSync(next, dist);
  rmSync(previous, { recursive: true, force: true });
}

/**
 * The files in a folder and its subfolders whose names match.
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
 * Copies files from different folders into one.
 * @param {string} folder
 * @param {string[]} files
 */
function copyInto(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const destination = join(folder, basename(file));
    if (existsSync(destination))
      throw new Failure(`${file}: dist/ has another ${basename(file)} already`);
    cpSync(file, destination);
  }
}
