// @ts-check

/** The part of a row's item that the estimate needs. @typedef {{ state: string }} Entry */

/** The height of a row of two lines, used until one was measured. */
const USUAL_PX = 64;

/** The heights of rows, measured where they are drawn and estimated elsewhere. */
export class Extents {
  /** @type {WeakMap<Entry, { state: string, height: number }>} */
  #measured = new WeakMap();
  /** Heights by state: rows in the same state mostly have the same height. @type {Map<string, number>} */
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

  /** Forgets all heights after a change of the width or the language. */
  clear() {
    this.#measured = new WeakMap();
    this.#byState.clear();
  }
}
