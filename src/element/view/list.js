// @ts-check
import { element } from './dom.js';
import { Row } from './row.js';

/** @typedef {import('../item.js').Item} Item */
/** @typedef {import('../texts.js').Texts} Texts */

/** The files, one row each. */
export class List {
  element = element('ul', { part: 'list', role: 'list' });
  /** @type {Map<Item, Row>} */
  #rows = new Map();
  #onAction;

  /** @param {(action: import('./row.js').Action, item: Item) => void} onAction */
  constructor(onAction) {
    this.#onAction = onAction;
  }

  /**
   * Shows these files, and renders those that have changed.
   *
   * @param {readonly Item[]} items
   * @param {Set<Item> | 'all'} changed
   * @param {Texts} texts
   * @param {{ maxSize: number, disabled: boolean }} control
   */
  show(items, changed, texts, control) {
    const present = new Set(items);
    for (const [item, row] of this.#rows) {
      if (present.has(item)) continue;
      row.element.remove();
      this.#rows.delete(item);
    }
    if (changed === 'all') {
      this.element.setAttribute('aria-label', texts.messages.list);
      // Without enabled buttons, the list itself has to be focusable for the keyboard to scroll it.
      if (control.disabled) this.element.tabIndex = 0;
      else this.element.removeAttribute('tabindex');
    }
    const added = document.createDocumentFragment();
    for (const item of items) {
      let row = this.#rows.get(item);
      if (row && changed !== 'all' && !changed.has(item)) continue;
      if (!row) {
        row = new Row(item, this.#onAction);
        this.#rows.set(item, row);
        added.append(row.element);
      }
      row.show(texts, control);
    }
    this.element.append(added);
    this.element.hidden = items.length === 0;
  }

  /**
   * The row that gets the focus when this one is removed.
   * @param {Item} item
   */
  adjacentRow(item) {
    const items = [...this.#rows.keys()];
    const index = items.indexOf(item);
    const next = items[index + 1] ?? items[index - 1];
    return next && this.#rows.get(next);
  }
}
