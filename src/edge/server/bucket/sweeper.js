// @ts-check
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { OWN_FOLDER } from './object-path.js';

/** How often a folder is swept. */
const INTERVAL_MS = 600_000;
/** A temporary file of this age was left by a process that has died. */
const MAX_WRITING_MS = 86_400_000;

/** Deletes leftover temporary files, and objects that have expired. */
export class Sweeper {
  #folder;
  #deleteAfter;
  #sweptAt = 0;

  /**
   * @param {string} folder
   * @param {number} [deleteAfter] seconds
   */
  constructor(folder, deleteAfter) {
    this.#folder = folder;
    this.#deleteAfter = deleteAfter;
  }

  /** Starts a sweep if one is due. */
  sweep() {
    const now = Date.now();
    if (now - this.#sweptAt < INTERVAL_MS) return;
    this.#sweptAt = now;
    const own = join(this.#folder, OWN_FOLDER);
    const sweeping = [deleteOlder(join(own, 'writing'), now - MAX_WRITING_MS)];
    if (this.#deleteAfter !== undefined) {
      const before = now - this.#deleteAfter * 1000;
      sweeping.push(deleteOlder(this.#folder, before, [OWN_FOLDER]));
      sweeping.push(deleteOlder(join(own, 'metadata'), before));
    }
    // The next sweep tries again.
    Promise.allSettled(sweeping);
  }
}

/**
 * @param {string} folder
 * @param {number} before ms
 * @param {string[]} [except] names
 */
async function deleteOlder(folder, before, except = []) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (except.includes(entry.name)) continue;
    if (entry.isDirectory()) await deleteOlder(path, before);
    else if ((await stat(path)).mtimeMs < before) await rm(path, { force: true });
  }
}
