// @ts-check
import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { skipped, unscanned } from './outcome.js';
/** @import { FileOutcome } from './outcome.js' */

/**
 * @typedef {object} Selection
 * @property {boolean} [recursive] whether the files in folders are found
 * @property {boolean} [followLinks] whether symbolic links in folders are followed
 */

/**
 * A file to scan, or the outcome for one that cannot be scanned.
 * @typedef {{ path: string, outcome?: FileOutcome }} Found
 */

/**
 * An open folder, with the chain of its parents.
 * @typedef {{ path: string, id: string, parent?: Folder }} Folder
 */

/**
 * Finds files lazily. Only the folders on the path to the current file are open, so that memory does not grow with the number of
 * files. A path of the command line is followed if it is a link.
 * @param {Iterable<string>} paths
 * @param {Selection} selection
 * @returns {AsyncGenerator<Found, void>}
 */
export async function* findFiles(paths, selection) {
  for (const path of paths) yield* byPath(path, selection);
}

/** @param {string} path @param {Selection} selection @param {Folder} [parent] @returns {AsyncGenerator<Found, void>} */
async function* byPath(path, selection, parent) {
  let stats;
  try {
    stats = await stat(path, { bigint: true });
  } catch (error) {
    yield { path, outcome: unreadable(path, error) };
    return;
  }
  if (stats.isFile()) yield { path };
  else if (!stats.isDirectory()) yield { path, outcome: special(path) };
  else if (!selection.recursive) {
    yield { path, outcome: unscanned(path, 'folder', '--recursive scans the files in it') };
  } else {
    yield* inFolder({ path, id: `${stats.dev}:${stats.ino}`, parent }, selection);
  }
}

/** @param {Folder} folder @param {Selection} selection @returns {AsyncGenerator<Found, void>} */
async function* inFolder(folder, selection) {
  if (isWithinItself(folder)) {
    yield { path: folder.path, outcome: skipped(folder.path, 'link-to-parent') };
    return;
  }
  try {
    for await (const entry of await opendir(folder.path)) {
      const path = join(folder.path, entry.name);
      if (entry.isFile()) yield { path };
      else if (entry.isDirectory()) yield* byPath(path, selection, folder);
      else if (!entry.isSymbolicLink()) yield { path, outcome: special(path) };
      else if (selection.followLinks) yield* byPath(path, selection, folder);
      else yield { path, outcome: skipped(path, 'symbolic-link') };
    }
  } catch (error) {
    yield { path: folder.path, outcome: unreadable(folder.path, error) };
  }
}

/** Whether a link has led back into a folder that is already open. @param {Folder} folder */
function isWithinItself({ id, parent }) {
  for (let above = parent; above; above = above.parent) if (above.id === id) return true;
  return false;
}

/** Pipes and devices are not scanned: reading one may block, or never end. @param {string} path */
const special = (path) =>
  unscanned(path, 'special-file', 'a pipe, socket or device, not a file that can be scanned');

/** @param {string} path @param {unknown} error */
function unreadable(path, error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  const known = { ENOENT: 'there is no such file', EACCES: 'permission denied' };
  const detail = known[/** @type {keyof typeof known} */ (code)] ?? message;
  return unscanned(path, 'unreadable', detail);
}
