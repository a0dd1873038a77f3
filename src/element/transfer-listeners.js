// @ts-check
import { innermost, isEditable } from './editable.js';
import { hasFiles } from './page-guard.js';
import { readTransfer } from './read-transfer.js';

/**
 * @typedef {object} TransferListeners
 * @property {() => boolean} isDisabled
 * @property {(isOver: boolean) => void} onDrag
 * @property {(found: ReturnType<typeof readTransfer>) => void} onFiles
 */

/**
 * Listens for files that are dropped on an element, or pasted into it.
 *
 * @param {HTMLElement} element
 * @param {TransferListeners} transfers
 */
export function listenForFiles(element, { isDisabled, onDrag, onFiles }) {
  element.addEventListener('dragover', (event) => {
    if (!hasFiles(event) || isDisabled()) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    onDrag(true);
  });
  element.addEventListener('dragleave', ({ relatedTarget }) => {
    const isInside = relatedTarget instanceof Node && element.contains(relatedTarget);
    if (!isInside) onDrag(false);
  });
  element.addEventListener('drop', (event) => {
    onDrag(false);
    if (!hasFiles(event) || isDisabled()) return;
    event.preventDefault();
    if (event.dataTransfer) onFiles(readTransfer(event.dataTransfer));
  });
  element.addEventListener('paste', (event) => {
    const { clipboardData } = event;
    if (!clipboardData?.types.includes('Files') || isDisabled() || isForField(event)) return;
    event.preventDefault();
    onFiles(readTransfer(clipboardData));
  });
}

/**
 * Whether a paste belongs to a text field in a slot: programs copy a picture along with a text.
 * @param {ClipboardEvent} event
 */
function isForField(event) {
  const target = innermost(event);
  if (!target || !isEditable(target)) return false;
  return event.defaultPrevented || hasText(event);
}

/** @param {ClipboardEvent} event */
function hasText({ clipboardData }) {
  return clipboardData?.types.some((type) => type.startsWith('text/')) ?? false;
}
