// @ts-check
import { innermost, isEditable, isRichlyEditable } from './editable.js';

let guardCount = 0;

/** @param {DragEvent} event */
export function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes('Files') ?? false;
}

/**
 * Prevents a file that is dropped beside the element from replacing the page, with everything that was typed there.
 * Other drop targets have called `preventDefault` by then.
 *
 * @param {DragEvent} event
 */
function preventDrop(event) {
  if (event.defaultPrevented || !hasFiles(event) || isTakenByBrowser(event)) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
}

/**
 * Whether the browser itself uses the file at this place. Editors only get a drop if the drag over their editable
 * content is not prevented; a plain text field does not use files.
 * @param {DragEvent} event
 */
function isTakenByBrowser(event) {
  const target = innermost(event);
  if (!target) return false;
  if (target.matches('input[type=file]')) return true;
  return event.type === 'drop' ? isRichlyEditable(target) : isEditable(target);
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
