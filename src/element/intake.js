// @ts-check
import { accepts } from './accept.js';
import { Item } from './item.js';

/** @typedef {{ file: File, path?: string }} Candidate */

/**
 * What may be taken.
 * @typedef {{ accept: string, maxSize: number, maxFiles: number, multiple: boolean }} Limits
 */

/**
 * What becomes of files that were chosen: those that are taken, as items, of which some may be
 * refused; and how many were left out.
 * @typedef {object} Intake
 * @property {Item[]} taken
 * @property {{ lost: Item, file: File }[]} found files that a reload had lost
 * @property {number} duplicates
 * @property {number} tooMany
 */

/**
 * @param {Candidate[]} candidates
 * @param {readonly Item[]} present
 * @param {Limits} limits
 * @returns {Intake}
 */
export function takeIn(candidates, present, limits) {
  const intake = { taken: [], found: [], duplicates: 0, tooMany: 0 };
  /** @type {Item[]} */ const taken = intake.taken;
  /** @type {Intake['found']} */ const found = intake.found;
  const known = new Set(present.filter(({ file }) => file).map(identity));
  const lost = present.filter(({ file }) => !file);
  // Where there is one file, a choice replaces it.
  const room = limits.multiple ? limits.maxFiles - present.length : 1;
  for (const { file, path } of candidates) {
    const item = Item.of(file, path);
    const index = lost.findIndex((other) => other.isSameFileAs(item));
    const [other] = index < 0 ? [] : lost.splice(index, 1);
    if (other) found.push({ lost: other, file });
    else if (limits.multiple && known.has(identity(item))) intake.duplicates += 1;
    else if (taken.length >= room) intake.tooMany += 1;
    else {
      item.refusal = refusal(file, limits);
      if (item.refusal) item.state = 'refused';
      known.add(identity(item));
      taken.push(item);
    }
  }
  return intake;
}

/** @param {Item} item */
function identity({ path, size, lastModified }) {
  return `${size} ${lastModified} ${path}`;
}

/**
 * @param {File} file
 * @param {Limits} limits
 * @returns {import('metadefender-wasm/element').Refusal | undefined}
 */
function refusal(file, { accept, maxSize }) {
  if (!accepts(accept, file)) return 'type';
  if (file.size > maxSize) return 'size';
  return file.size === 0 ? 'empty' : undefined;
}
