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
  #act;

  /** @param {(action: import('./row.js').Action, item: Item) => void} act */
  constructor(act) {
    this.#act = act;
  }

  /**
   * Shows these files, and what has become of those that have changed.
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
      // Otherwise its buttons are what the keyboard scrolls it by.
      if (control.disabled) this.element.tabIndex = 0;
      else this.element.removeAttribute('tabindex');
    }
    const added = document.createDocumentFragment();
    for (const item of items) {
      let row = this.#rows.get(item);
      if (row && changed !== 'all' && !changed.has(item)) continue;
      if (!row) {
        row = new Row(item, this.#act);
        this.#rows.set(item, row);
        added.append(row.element);
      }
      row.show(texts, control);
    }
    this.element.append(added);
    this.element.hidden = items.length === 0;
  }

  /**
   * The row that the focus goes to where this one is taken out.
   * @param {Item} item
   */
  neighbour(item) {
    const items = [...this.#rows.keys()];
    const index = items.indexOf(item);
    const next = items[index + 1] ?? items[index - 1];
    return next && this.#rows.get(next);
  }
}
