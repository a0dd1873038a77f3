// @ts-check
import { accepts } from './accept.js';
import { Item } from './item.js';

/**
 * A file that may be added. `same` is set if it is present already, as the file of an item or earlier in the same
 * choice; `replaces` is an item whose file has changed on disk since.
 * @typedef {{ file: File, path: string, same?: Item | true, replaces?: Item }} Candidate
 */

/**
 * What the attributes allow.
 * @typedef {{ accept: string, minSize: number, maxSize: number, maxTotalSize: number, maxFiles: number,
 *   multiple: boolean, kept: number }} Limits `kept`: how many files the server has already
 */

/**
 * The result of adding files: the new items, some of which may be refused, and how many files were
 * left out.
 * @typedef {object} Selection
 * @property {Item[]} added
 * @property {{ earlier: Item, item: Item }[]} replaced items whose files have changed, and the new ones
 * @property {{ lost: Item, file: File }[]} restored files that a reload had lost, and their items
 * @property {number} duplicates
 * @property {number} tooMany
 * @property {number} tooLarge all together
 */

/**
 * @param {Candidate[]} candidates
 * @param {readonly Item[]} present
 * @param {Limits} limits
 * @returns {Selection}
 */
export function selectFiles(candidates, present, limits) {
  /** @type {Selection} */
  const selection = {
    added: [],
    replaced: [],
    restored: [],
    duplicates: 0,
    tooMany: 0,
    tooLarge: 0,
  };
  // Without `multiple`, a new file replaces the present one.
  const considered = limits.multiple ? candidates : firstFit(candidates, limits);
  selection.tooMany = candidates.length - considered.length;
  const stays = limits.multiple ? present.filter(({ refusal }) => !refusal) : [];
  // Without `multiple`, the files of the server are replaced as well.
  const kept = limits.multiple ? limits.kept : 0;
  let places = limits.maxFiles - stays.length - kept;
  let size = limits.maxTotalSize - totalSize(stays);
  const lost = new Map(present.flatMap((item) => (item.file ? [] : [[item.identity, item]])));
  const replaceable = new Set(present);
  for (const { file, path, same, replaces } of considered) {
    const item = withRefusal(Item.of(file, path), file, limits);
    const lostItem = lost.get(item.identity);
    if (lostItem) {
      selection.restored.push({ lost: lostItem, file });
      lost.delete(item.identity);
    } else if (same === true || (same && present.includes(same))) selection.duplicates += 1;
    else if (replaces && replaceable.delete(replaces))
      selection.replaced.push({ earlier: replaces, item });
    // A refused file takes no place.
    else if (item.refusal) selection.added.push(item);
    else if (places <= 0) selection.tooMany += 1;
    else if (file.size > size) selection.tooLarge += 1;
    else {
      selection.added.push(item);
      places -= 1;
      size -= file.size;
    }
  }
  return selection;
}

/**
 * The only file to add: the first that is not refused, if there is one.
 * @param {Candidate[]} candidates
 * @param {Limits} limits
 */
function firstFit(candidates, limits) {
  const fit = candidates.find(({ file }) => !refusalOf(file, limits)) ?? candidates[0];
  return fit ? [fit] : [];
}

/** @param {readonly { size: number }[]} items */
export function totalSize(items) {
  return items.reduce((sum, { size }) => sum + size, 0);
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
 * @param {Pick<Limits, 'accept' | 'minSize' | 'maxSize'>} limits
 * @returns {import('metadefender-wasm/element').Refusal | undefined}
 */
export function refusalOf(file, { accept, minSize, maxSize }) {
  if (!accepts(accept, file)) return 'type';
  if (file.size > maxSize) return 'size';
  if (file.size === 0) return 'empty';
  return file.size < minSize ? 'small' : undefined;
}
