// @ts-check
import { accepts } from './accept.js';
import { Item } from './item.js';

/** @typedef {{ file: File, path?: string }} Candidate */

/**
 * What the attributes let in.
 * @typedef {{ accept: string, maxSize: number, maxFiles: number, multiple: boolean }} Limits
 */

/**
 * The result of adding files: the new items, some of which may be refused, and how many files were
 * left out.
 * @typedef {object} Selection
 * @property {Item[]} added
 * @property {{ lost: Item, file: File }[]} restored files that a reload had lost, and their items
 * @property {number} duplicates
 * @property {number} tooMany
 */

/**
 * @param {Candidate[]} candidates
 * @param {readonly Item[]} present
 * @param {Limits} limits
 * @returns {Selection}
 */
export function selectFiles(candidates, present, limits) {
  // Without `multiple`, a new file replaces the present one.
  const [considered, room] = limits.multiple
    ? [candidates, limits.maxFiles - present.length]
    : [candidates.slice(0, 1), 1];
  /** @type {Selection} */
  const selection = { added: [], restored: [], duplicates: 0, tooMany: 0 };
  selection.tooMany = candidates.length - considered.length;
  const known = new Map(present.map((item) => [item.identity, item]));
  for (const { file, path } of considered) {
    const item = Item.of(file, path);
    const same = known.get(item.identity);
    known.set(item.identity, item);
    if (same && !same.file) selection.restored.push({ lost: same, file });
    else if (same && limits.multiple) selection.duplicates += 1;
    else if (selection.added.length >= room) selection.tooMany += 1;
    else selection.added.push(withRefusal(item, file, limits));
  }
  return selection;
}

/**
 * @param {Item} item
 * @param {File} file
 * @param {Limits} limits
 */
function withRefusal(item, file, limits) {
  item.refusal = refusalOf(file, limits);
  if (item.refusal) item.state = 'refused';
  return item;
}

/**
 * Why a file is refused, if it is.
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
