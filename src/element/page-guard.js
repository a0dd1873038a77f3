// @ts-check

let elements = 0;

/** @param {DragEvent} event */
export function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Keeps a file that misses the element from replacing the page, and what was typed there with it.
 * Whoever else takes files has said so by then.
 *
 * @param {DragEvent} event
 */
function guard(event) {
  const isInput = event.composedPath().some(isFileInput);
  if (event.defaultPrevented || isInput || !hasFiles(event)) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
}

/**
 * Before anybody hears of the event: the guard is to hear of it after them all.
 * @param {Event} event
 */
function comeLast({ type }) {
  window.removeEventListener(/** @type {'drop'} */ (type), guard);
  window.addEventListener(/** @type {'drop'} */ (type), guard);
}

/** @param {EventTarget} target */
function isFileInput(target) {
  return target instanceof HTMLInputElement && target.type === 'file';
}

/** @returns {() => void} ends it, where no other element needs it */
export function guardPage() {
  elements += 1;
  if (elements === 1) for (const type of TYPES) window.addEventListener(type, comeLast, true);
  return () => {
    elements -= 1;
    if (elements > 0) return;
    for (const type of TYPES) {
      window.removeEventListener(type, comeLast, true);
      window.removeEventListener(type, guard);
    }
  };
}

const TYPES = /** @type {const} */ (['dragover', 'drop']);
