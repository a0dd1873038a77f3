// @ts-check

/** What the list knows a row by. @typedef {{ state: string }} Entry */

/** A row of two lines, before one was measured. */
const USUAL_PX = 64;

/** The heights of rows, measured where they are drawn and estimated elsewhere. */
export class Extents {
  /** @type {WeakMap<Entry, { state: string, height: number }>} */
  #measured = new WeakMap();
  /** Rows in the same state are mostly of the same height. @type {Map<string, number>} */
  #byState = new Map();

  /** @param {Entry} entry */
  of(entry) {
    const measured = this.#measured.get(entry);
    if (measured?.state === entry.state) return measured.height;
    return this.#byState.get(entry.state) ?? USUAL_PX;
  }

  /** @param {Entry} entry @param {number} height */
  set(entry, height) {
    this.#measured.set(entry, { state: entry.state, height });
    this.#byState.set(entry.state, height);
  }

  /** After a change of the width or the language. */
  clear() {
    this.#measured = new WeakMap();
    this.#byState.clear();
  }
}
