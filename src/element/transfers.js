// @ts-check
import { filesOf } from './dropped.js';
import { hasFiles } from './page-guard.js';

/**
 * What is to be done with what is dragged, dropped and pasted.
 * @typedef {object} Transfers
 * @property {() => boolean} isDisabled
 * @property {(isOver: boolean) => void} dragged
 * @property {(found: ReturnType<typeof filesOf>) => void} take
 */

/**
 * Listens for files that are dropped on an element, or pasted into it.
 *
 * @param {HTMLElement} element
 * @param {Transfers} transfers
 */
export function listenForFiles(element, { isDisabled, dragged, take }) {
  element.addEventListener('dragover', (event) => {
    if (!hasFiles(event) || isDisabled()) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    dragged(true);
  });
  element.addEventListener('dragleave', ({ relatedTarget }) => {
    const isInside = relatedTarget instanceof Node && element.contains(relatedTarget);
    if (!isInside) dragged(false);
  });
  element.addEventListener('drop', (event) => {
    dragged(false);
    if (!hasFiles(event) || isDisabled()) return;
    event.preventDefault();
    if (event.dataTransfer) take(filesOf(event.dataTransfer));
  });
  element.addEventListener('paste', (event) => {
    const { clipboardData } = event;
    if (!clipboardData?.types.includes('Files') || isDisabled()) return;
    event.preventDefault();
    take(filesOf(clipboardData));
  });
}
