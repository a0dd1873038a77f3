// @ts-check
import { formState } from './form-value.js';
import { Tally } from './tally.js';

/** @typedef {import('./item.js').Item} Item */

/** The files of the element, in the order in which they came. */
export class Items {
  tally = new Tally();
  /** @type {readonly Item[]} */
  #all = Object.freeze([]);
  /** @type {FormData | undefined} */
  #state;

  /** The same array, until files come or go. */
  get all() {
    return this.#all;
  }

  /** @param {readonly Item[]} items */
  set all(items) {
    this.#all = Object.freeze([...items]);
    this.#state = undefined;
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

  /** The state for the browser to restore with the page. */
  get state() {
    return (this.#state ??= formState(this.#all));
  }
}
