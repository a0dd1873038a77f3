// @ts-check
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
    if (!clipboardData?.types.includes('Files') || isDisabled()) return;
    event.preventDefault();
    onFiles(readTransfer(clipboardData));
  });
}
