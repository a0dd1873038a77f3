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
  // Where there is to be one file, a choice replaces it.
  const [considered, room] = limits.multiple
    ? [candidates, limits.maxFiles - present.length]
    : [candidates.slice(0, 1), 1];
  /** @type {Intake} */
  const intake = { taken: [], found: [], duplicates: 0, tooMany: 0 };
  intake.tooMany = candidates.length - considered.length;
  const known = new Map(present.map((item) => [item.identity, item]));
  for (const { file, path } of considered) {
    const item = Item.of(file, path);
    const same = known.get(item.identity);
    known.set(item.identity, item);
    if (same && !same.file) intake.found.push({ lost: same, file });
    else if (same && limits.multiple) intake.duplicates += 1;
    else if (intake.taken.length >= room) intake.tooMany += 1;
    else intake.taken.push(checked(item, file, limits));
  }
  return intake;
}

/**
 * @param {Item} item
 * @param {File} file
 * @param {Limits} limits
 */
function checked(item, file, limits) {
  item.refusal = refusalOf(file, limits);
  if (item.refusal) item.state = 'refused';
  return item;
}

/**
 * Why a file is not let in, if it is not.
 *
 * @param {File} file
 * @param {Pick<Limits, 'accept' | 'maxSize'>} limits
 * @returns {import('metadefender-wasm/element').Refusal | undefined}
 */
export function refusalOf(file, { accept, maxSize }) {
  if (!accepts(accept, file)) return 'type';
  if (file.size > maxSize) return 'size';
  return file.size === 0 ? 'empty' : undefined;
}
