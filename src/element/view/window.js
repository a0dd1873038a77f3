// @ts-check

/** @typedef {import('./extents.js').Entry} Entry */
/** @typedef {import('./extents.js').Extents} Extents */

/** Lists of up to this length are drawn completely: the browser's search finds all rows, and no height is estimated. */
const DRAW_ALL = 50;

/** How many rows are drawn beyond the visible ones, so that scrolling and the Tab key find them. */
const BEYOND = 6;

/** A row to draw, and the height of the rows before it that are not. @typedef {{ index: number, gap: number }} Place */

/** Whether rows are left out of a list of this length. @param {number} length */
export function isWindowed(length) {
  return length > DRAW_ALL;
}

/**
 * Which rows to draw: the visible ones with some beyond, and those in `kept`.
 *
 * @param {readonly Entry[]} entries
 * @param {Extents} extents
 * @param {{ top: number, bottom: number }} seen as distances from the start of the list
 * @param {number[]} kept indices
 * @returns {Place[]}
 */
export function placesOf(entries, extents, { top, bottom }, kept) {
  if (!isWindowed(entries.length)) return entries.map((_, index) => ({ index, gap: 0 }));
  const tops = topsOf(entries, extents);
  const last = entries.length - 1;
  const at = (/** @type {number} */ y) => Math.min(Math.max(upperBound(tops, y) - 1, 0), last);
  const from = Math.max(at(top) - BEYOND, 0);
  const to = Math.min(at(bottom) + BEYOND, last);
  // The first and the last are always drawn, for users who reach the list with the Tab key.
  const indices = new Set([0, last, ...kept.filter((index) => index >= 0)]);
  for (let index = from; index <= to; index += 1) indices.add(index);
  let end = 0;
  return [...indices]
    .sort((a, b) => a - b)
    .map((index) => {
      const gap = (tops[index] ?? 0) - end;
      end = tops[index + 1] ?? 0;
      return { index, gap };
    });
}

/**
 * The offset of each row, and of the end of the last one.
 * @param {readonly Entry[]} entries
 * @param {Extents} extents
 */
function topsOf(entries, extents) {
  const tops = new Float64Array(entries.length + 1);
  for (let index = 0; index < entries.length; index += 1) {
    tops[index + 1] = (tops[index] ?? 0) + extents.of(/** @type {Entry} */ (entries[index]));
  }
  return tops;
}

/** How many of these ascending numbers are at most `limit`. @param {Float64Array} numbers @param {number} limit */
function upperBound(numbers, limit) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
