// @ts-check
import { element } from './dom.js';

/** A row of the list with its position. */
export class ListRow {
  element = element('li');
  /** Its index in the list. */
  index = -1;
  #gap = 0;
  #length = 0;

  /**
   * Sets its position in the list. Returns whether it was the same before.
   * @param {number} index
   * @param {number} length of the list
   * @param {number} gap in pixels: the height of the rows before it that are not in the document
   */
  place(index, length, gap) {
    if (index !== this.index) this.element.ariaPosInSet = String(index + 1);
    if (length !== this.#length) this.element.ariaSetSize = String(length);
    const isMoved = index !== this.index || gap !== this.#gap;
    if (gap !== this.#gap) this.element.style.marginBlockStart = gap ? `${gap}px` : '';
    this.index = index;
    this.#length = length;
    this.#gap = gap;
    return !isMoved;
  }
}
