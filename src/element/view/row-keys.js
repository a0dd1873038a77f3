// @ts-check

/**
 * The index of the row that a key moves the focus to; undefined for other keys.
 *
 * @param {KeyboardEvent} event
 * @param {number} index of the row that has the focus
 * @param {number} length of the list
 * @param {number} page how many rows are visible at once
 */
export function rowByKey({ key, altKey, ctrlKey, metaKey, shiftKey }, index, length, page) {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined;
  const target = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - page,
    PageDown: index + page,
    Home: 0,
    End: length - 1,
  }[key];
  return target === undefined ? undefined : Math.min(Math.max(target, 0), length - 1);
}
