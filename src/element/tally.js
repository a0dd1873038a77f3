// @ts-check

/** @typedef {import('./item.js').Item} Item */
/** @typedef {'pending' | 'sendable' | 'lost' | 'failed' | 'rejected'} Kind */

/**
 * Counts how many files are pending, may be sent, and so on. Only changed files are counted again: counting thousands
 * at each verdict would keep the page busy.
 */
export class Tally {
  /** @type {Map<Item, Kind>} */
  #kinds = new Map();
  /** @type {Record<Kind, number>} */
  #counts = none();

  /** Counts these files anew. @param {readonly Item[]} items */
  reset(items) {
    this.#kinds.clear();
    this.#counts = none();
    this.update(items);
  }

  /** @param {Iterable<Item>} items that may have changed */
  update(items) {
    for (const item of items) {
      const [before, now] = [this.#kinds.get(item), kindOf(item)];
      if (before === now) continue;
      if (before) this.#counts[before] -= 1;
      this.#counts[now] += 1;
      this.#kinds.set(item, now);
    }
  }

  get total() {
    return this.#kinds.size;
  }

  /** Files whose state will change by itself. */
  get pending() {
    return this.#counts.pending;
  }

  /** Files without a verdict: their scans failed or were cancelled. */
  get failed() {
    return this.#counts.failed;
  }

  /** Files that are blocked, undetermined or refused. */
  get rejected() {
    return this.#counts.rejected;
  }

  /** Files that are allowed, but that a reload has lost. */
  get lost() {
    return this.#counts.lost;
  }

  /** Files that block the submission of the form until they are removed. */
  get invalid() {
    return this.failed + this.rejected;
  }
}

/** @returns {Record<Kind, number>} */
const none = () => ({ pending: 0, sendable: 0, lost: 0, failed: 0, rejected: 0 });

/** @param {Item} item @returns {Kind} */
function kindOf({ state, file, isPending }) {
  if (isPending) return 'pending';
  if (state === 'allowed') return file ? 'sendable' : 'lost';
  return state === 'failed' || state === 'cancelled' ? 'failed' : 'rejected';
}
