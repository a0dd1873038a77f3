// @ts-check
import { KeptFile } from '../kept-files.js';
import { element } from './dom.js';
import { Extents } from './extents.js';
import { KeptRow } from './kept-row.js';
import { Row } from './row.js';
import { rowByKey } from './row-keys.js';
import { ScrollWatch } from './scroll-watch.js';
import { isWindowed, placesOf } from './window.js';

/** @typedef {import('../item.js').Item | KeptFile} Entry */
/** @typedef {import('../texts.js').Texts} Texts */
/** @typedef {import('./row.js').Action} Action */

/** A row and its distance from the top of the visible part. @typedef {{ item: Entry, distance: number }} Anchor */

/** How often rows are drawn and measured again: their real heights may show that more rows are needed. */
const MAX_PASSES = 4;

/**
 * @typedef {object} ListHost
 * @property {(action: Action, entry: Entry) => void} onAction
 * @property {() => void} onFocusLost the row with the focus was removed, and there is no other
 */

/**
 * The list of files, one row each. Of a long list only the visible rows are in the document, with gaps in place of the
 * others; each row states its position and the length of the list.
 */
export class List {
  element = element('ul', { part: 'list', role: 'list' });
  /** @type {readonly Entry[]} */
  #items = [];
  /** Of them. @type {number | undefined} */
  #version;
  /** The rows in the document. @type {Map<Entry, Row | KeptRow>} */
  #rows = new Map();
  #extents = new Extents();
  /** @type {{ texts: Texts, control: import('./view.js').Control } | undefined} */
  #context;
  #host;
  #watch = new ScrollWatch(this.element, {
    onScroll: () => this.#draw(),
    onResize: () => {
      this.#extents.clear();
      this.#draw();
    },
  });

  /** @param {ListHost} host */
  constructor(host) {
    this.#host = host;
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    // Now, not in the scroll event: the next Tab key may come before it.
    this.element.addEventListener('focusin', () => this.#draw());
  }

  /**
   * Shows these files, and renders those that have changed.
   *
   * @param {{ version: number, items: readonly Entry[] }} files another version has other files
   * @param {Set<Entry> | 'all'} changed
   * @param {Texts} texts
   * @param {import('./view.js').Control} control
   */
  show({ version, items }, changed, texts, control) {
    if (changed === 'all') {
      this.element.setAttribute('aria-label', texts.messages.list);
      // Without enabled buttons, the list itself has to be focusable for the keyboard to scroll it.
      if (control.disabled) this.element.tabIndex = 0;
      else this.element.removeAttribute('tabindex');
      if (texts !== this.#context?.texts) this.#extents.clear();
    }
    this.#context = { texts, control };
    const redrawn = [...this.#rows].filter(([item]) => changed === 'all' || changed.has(item));
    if (version === this.#version && redrawn.length === 0) return;
    this.#version = version;
    const anchor = this.#anchor(items);
    const focused = this.#focusedItem();
    const index = focused ? this.#items.indexOf(focused) : -1;
    this.#items = items;
    this.element.hidden = items.length === 0;
    for (const [, row] of redrawn) row.show(texts, control);
    this.#draw({ anchor });
    if (focused && !items.includes(focused)) this.#focusAt(index, 'remove');
    this.#watch.toggle(this.element.isConnected && isWindowed(items.length));
  }

  /** Stops watching when the element leaves the document. */
  disconnect() {
    this.#watch.toggle(false);
  }

  /**
   * Draws the visible rows, and repeats until no other rows become visible.
   * @param {{ anchor?: Anchor, kept?: Entry }} [options] `anchor` keeps its place on the screen; `kept` is drawn even
   * if it is not visible
   */
  #draw({ anchor = this.#anchor(this.#items), kept = this.#focusedItem() } = {}) {
    const all = [anchor?.item, kept].map((item) => (item ? this.#items.indexOf(item) : -1));
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      const isSame = this.#place(placesOf(this.#items, this.#extents, this.#seen(), all));
      this.#measure();
      if (!this.#scrollBackTo(anchor) && isSame) return;
    }
  }

  /**
   * Makes these the rows in the document. Returns whether they were before.
   * @param {import('./window.js').Place[]} places
   */
  #place(places) {
    let isSame = true;
    const wanted = new Set(places.map(({ index }) => this.#items[index]));
    for (const [item, row] of this.#rows) {
      if (wanted.has(item)) continue;
      row.element.remove();
      this.#rows.delete(item);
      isSame = false;
    }
    let next = this.element.firstElementChild;
    for (const { index, gap } of places) {
      const item = /** @type {Entry} */ (this.#items[index]);
      const row = this.#rows.get(item) ?? this.#newRow(item);
      // A row is never moved: it would lose the focus.
      if (row.element === next) next = next.nextElementSibling;
      else {
        this.element.insertBefore(row.element, next);
        isSame = false;
      }
      if (!row.place(index, this.#items.length, gap)) isSame = false;
    }
    return isSame;
  }

  /** @param {Entry} item */
  #newRow(item) {
    const { onAction } = this.#host;
    const row = item instanceof KeptFile ? new KeptRow(item, onAction) : new Row(item, onAction);
    this.#rows.set(item, row);
    if (this.#context) row.show(this.#context.texts, this.#context.control);
    return row;
  }

  #measure() {
    if (!isWindowed(this.#items.length)) return;
    for (const [item, { element }] of this.#rows) {
      if (element.offsetHeight > 0) this.#extents.set(item, element.offsetHeight);
    }
  }

  /**
   * The visible part of the list and one screen before and after it; further rows are drawn by scrolling.
   */
  #seen() {
    if (!isWindowed(this.#items.length)) return { top: 0, bottom: 0 };
    const { top, bottom } = this.element.getBoundingClientRect();
    const start = top - this.element.scrollTop;
    const screen = window.innerHeight;
    return { top: Math.max(top, -screen) - start, bottom: Math.min(bottom, 2 * screen) - start };
  }

  /**
   * The first visible row that stays, and where it is. Rows before it may be removed, or have other heights than
   * estimated.
   * @param {readonly Entry[]} items that stay
   * @returns {Anchor | undefined}
   */
  #anchor(items) {
    const { scrollTop } = this.element;
    if (scrollTop === 0) return undefined;
    for (const [item, { element }] of this.#inOrder()) {
      const distance = element.offsetTop - scrollTop;
      if (distance + element.offsetHeight > 0 && items.includes(item)) return { item, distance };
    }
    return undefined;
  }

  /**
   * Scrolls a row back to where it was. Returns whether it had moved.
   * @param {Anchor | undefined} anchor
   */
  #scrollBackTo(anchor) {
    const row = anchor && this.#rows.get(anchor.item);
    if (!row) return false;
    const { scrollTop } = this.element;
    const wanted = row.element.offsetTop - anchor.distance;
    // A smaller difference is rounding, and setting scrollTop would stop a scroll in progress.
    if (Math.abs(wanted - scrollTop) < 1) return false;
    this.element.scrollTop = wanted;
    // The list may be scrolled to its end already.
    return this.element.scrollTop !== scrollTop;
  }

  /** The rows in the document, from the first to the last. */
  #inOrder() {
    return [...this.#rows].sort(([, a], [, b]) => a.index - b.index);
  }

  #focusedItem() {
    for (const [item, { element }] of this.#rows) {
      if (element.matches(':focus-within')) return item;
    }
    return undefined;
  }

  /**
   * Moves the focus to a row, or to the row that took its place.
   * @param {number} index
   * @param {Action} action the button, if the row has it
   */
  #focusAt(index, action) {
    const item = this.#items[Math.min(index, this.#items.length - 1)];
    if (!item) return this.#host.onFocusLost();
    this.#draw({ kept: item });
    this.#rows.get(item)?.focus(action);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const item = this.#focusedItem();
    if (!item) return;
    const index = this.#items.indexOf(item);
    const row = /** @type {Row | KeptRow} */ (this.#rows.get(item));
    const page = Math.max(Math.floor(this.element.clientHeight / row.element.offsetHeight) - 1, 1);
    const target = rowByKey(event, index, this.#items.length, page);
    if (target === undefined) return;
    event.preventDefault();
    this.#focusAt(target, row.focusedAction);
  }
}
