// @ts-check
import { formState } from './form-value.js';
import { claimItems } from './item-owner.js';
import { KeptFiles } from './kept-files.js';
import { Tally } from './tally.js';

/** @typedef {import('./item.js').Item} Item */

/** The files of the element, in the order in which they were added. */
export class Items {
  tally = new Tally();
  kept = new KeptFiles();
  /** @type {readonly Item[]} */
  #all = Object.freeze([]);
  /** The state, and what it was made from. @type {{ kept: unknown, items: unknown, state: FormData } | undefined} */
  #saved;
  /** What the list shows, and what it was made from. */
  #shown = { kept: this.kept.all, items: this.#all, entries: [...this.kept.all, ...this.#all] };

  /** The same array until files are added or removed. */
  get all() {
    return this.#all;
  }

  /** @param {readonly Item[]} items */
  set all(items) {
    claimItems(items, this);
    this.#all = Object.freeze([...items]);
    this.tally.reset(items);
  }

  /** @param {Item} item */
  includes(item) {
    return this.#all.includes(item);
  }

  /** @param {Item} item */
  remove(item) {
    this.all = this.#all.filter((other) => other !== item);
  }

  /** Call it when their states have changed. @param {readonly Item[]} items */
  changed(items) {
    this.tally.update(items);
  }

  /** How many files the server has or will get. */
  get count() {
    return this.kept.all.length + this.#all.length;
  }

  /** The rows of the list; the same array until rows are added or removed. */
  get entries() {
    const [kept, items] = [this.kept.all, this.#all];
    if (this.#shown.kept !== kept || this.#shown.items !== items)
      this.#shown = { kept, items, entries: [...kept, ...items] };
    return this.#shown.entries;
  }

  /** The state for the browser to restore with the page. */
  get state() {
    const kept = this.kept.all;
    if (this.#saved?.kept !== kept || this.#saved.items !== this.#all)
      this.#saved = { kept, items: this.#all, state: formState(this.#all, this.kept.removedIds) };
    return this.#saved.state;
  }
}
