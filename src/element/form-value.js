// @ts-check

/** @typedef {import('./item.js').Item} Item */

/**
 * What the form submits: the allowed files, each with its SHA-256 and data id, and the ids of those that
 * the server keeps; null if there are none.
 *
 * @param {string} name
 * @param {readonly Item[]} items
 * @param {readonly import('./kept-files.js').KeptFile[]} kept
 */
export function formValue(name, items, kept) {
  const submitted = items.filter((item) => item.isSubmittable);
  if (name === '' || submitted.length + kept.length === 0) return null;
  const data = new FormData();
  for (const { file } of submitted) data.append(name, /** @type {File} */ (file));
  for (const { scan } of submitted)
    data.append(companionName(name, 'sha256'), scan?.digests.sha256 ?? '');
  for (const { scan } of submitted) data.append(companionName(name, 'data-id'), scan?.dataId ?? '');
  for (const { about } of kept) data.append(companionName(name, 'kept'), about.id);
  return data;
}

const FILE_ENTRY = 'file';
const REMOVED_ENTRY = 'removed';

/**
 * The state that the browser may save and restore with the page: the chosen files, and which of those that
 * the server has were removed.
 * @param {readonly Item[]} items
 * @param {readonly string[]} removedIds
 */
export function formState(items, removedIds) {
  const data = new FormData();
  for (const { file } of items) if (file) data.append(FILE_ENTRY, file);
  for (const id of removedIds) data.append(REMOVED_ENTRY, id);
  return data;
}

/** @param {FormData} state */
export function filesFromState(state) {
  return state.getAll(FILE_ENTRY).filter((file) => file instanceof File);
}

/** @param {FormData} state */
export function removedIdsFromState(state) {
  return state.getAll(REMOVED_ENTRY).map(String);
}

/**
 * The name of a value that is submitted beside a file. Some servers read a name that ends in `[]` as a
 * list.
 *
 * @param {string} name
 * @param {string} what
 */
function companionName(name, what) {
  return name.endsWith('[]') ? `${name.slice(0, -2)}-${what}[]` : `${name}-${what}`;
}
