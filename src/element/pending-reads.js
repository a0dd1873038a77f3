// @ts-check

/** After this time a notice says that files are being read: a folder may take long. */
const NOTICE_DELAY_MS = 200;

/** Dropped files that are still being read. */
export class PendingReads {
  /** @type {Set<Promise<unknown>>} */
  #pending = new Set();

  get hasAny() {
    return this.#pending.size > 0;
  }

  /** Ignores the results of all of them. */
  clear() {
    this.#pending.clear();
  }

  /**
   * @template Found
   * @param {Promise<Found>} reading
   * @param {() => void} onSlow called if it takes long
   * @returns {Promise<Found | undefined>} `undefined` after `clear`
   */
  async add(reading, onSlow) {
    this.#pending.add(reading);
    const timer = setTimeout(() => this.#pending.has(reading) && onSlow(), NOTICE_DELAY_MS);
    try {
      const result = await reading;
      return this.#pending.has(reading) ? result : undefined;
    } finally {
      clearTimeout(timer);
      this.#pending.delete(reading);
    }
  }
}
