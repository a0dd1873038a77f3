// @ts-check
import { formState } from './form-value.js';
import { claimItems } from './item-owner.js';
import { KeptFiles } from './kept-files.js';
import { Tally } from './tally.js';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./kept-files.js').KeptFile} KeptFile */

/** The files of the element, in the order in which they were added. */
export class Items {
  tally = new Tally();
  kept = new KeptFiles();
  /** @type {readonly Item[]} */
  #all = Object.freeze([]);
  /** Counts the changes of `all`. */
  #version = 0;
  /** The state for the browser, of a version. @type {{ version: number, state: FormData } | undefined} */
  #saved;
  /** What the list shows, of a version. @type {{ version: number, entries: readonly (Item | KeptFile)[] }} */
  #shown = { version: 0, entries: [] };

  /** The same array until files are added or removed. */
  get all() {
    return this.#all;
  }

  /** @param {readonly Item[]} items */
  set all(items) {
    claimItems(items, this);
    this.#all = Object.freeze([...items]);
    this.#version += 1;
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

  /** Another one whenever files have come or gone. */
  get version() {
    return this.#version + this.kept.version;
  }

  /** The rows of the list. */
  get entries() {
    const { version } = this;
    if (this.#shown.version !== version)
      this.#shown = { version, entries: [...this.kept.all, ...this.#all] };
    return this.#shown.entries;
  }

  /** The state for the browser to restore with the page. */
  get state() {
    const { version } = this;
    if (this.#saved?.version !== version)
      this.#saved = { version, state: formState(this.#all, this.kept.removedIds) };
    return this.#saved.state;
  }
}
