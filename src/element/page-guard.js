// @ts-check

let guardCount = 0;

/** @param {DragEvent} event */
export function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Keeps a file that is dropped beside the element from replacing the page, which would lose what was
 * typed there. Other listeners that take files have called `preventDefault` by then.
 *
 * @param {DragEvent} event
 */
function preventDrop(event) {
  const isInput = event.composedPath().some(isFileInput);
  if (event.defaultPrevented || isInput || !hasFiles(event)) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
}

/**
 * Runs first, in the capture phase, and registers the guard again, so that it runs after all other
 * listeners.
 * @param {Event} event
 */
function moveGuardToEnd({ type }) {
  window.removeEventListener(/** @type {'drop'} */ (type), preventDrop);
  window.addEventListener(/** @type {'drop'} */ (type), preventDrop);
}

/** @param {EventTarget} target */
function isFileInput(target) {
  return target instanceof HTMLInputElement && target.type === 'file';
}

/** @returns {() => void} removes the guard with the last element that needs it */
export function guardPage() {
  guardCount += 1;
  if (guardCount === 1)
    for (const type of GUARDED_EVENTS) window.addEventListener(type, moveGuardToEnd, true);
  return () => {
    guardCount -= 1;
    if (guardCount > 0) return;
    for (const type of GUARDED_EVENTS) {
      window.removeEventListener(type, moveGuardToEnd, true);
      window.removeEventListener(type, preventDrop);
    }
  };
}

const GUARDED_EVENTS = /** @type {const} */ (['dragover', 'drop']);
