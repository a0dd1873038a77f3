// @ts-check

/** @typedef {import('./item.js').Item} Item */

/**
 * What the form submits: the files that may be, each with its SHA-256 and data id; nothing, where
 * there are none.
 *
 * @param {string} name
 * @param {readonly Item[]} items
 */
export function formValue(name, items) {
  const submitted = items.filter((item) => item.isSubmittable);
  if (name === '' || submitted.length === 0) return null;
  const data = new FormData();
  for (const { file } of submitted) data.append(name, /** @type {File} */ (file));
  for (const { scan } of submitted) data.append(beside(name, 'sha256'), scan?.digests.sha256 ?? '');
  for (const { scan } of submitted) data.append(beside(name, 'data-id'), scan?.dataId ?? '');
  return data;
}

const FILE = 'file';

/**
 * What the browser keeps for a page that is restored, where it can: the files that were chosen.
 * @param {readonly Item[]} items
 */
export function formState(items) {
  const data = new FormData();
  for (const { file } of items) if (file) data.append(FILE, file);
  return data;
}

/** @param {FormData} state */
export function filesOfState(state) {
  return state.getAll(FILE).filter((file) => file instanceof File);
}

/**
 * The name of a value that goes with a file. Some servers take what ends in `[]` for a list.
 *
 * @param {string} name
 * @param {string} what
 */
function beside(name, what) {
  return name.endsWith('[]') ? `${name.slice(0, -2)}-${what}[]` : `${name}-${what}`;
}
