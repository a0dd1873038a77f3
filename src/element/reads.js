// @ts-check

/** ms after which it is said that something is being read: a folder may take its time. */
const PATIENCE = 200;

/** What was dropped and is being read. */
export class Reads {
  /** @type {Set<Promise<unknown>>} */
  #going = new Set();

  get areGoing() {
    return this.#going.size > 0;
  }

  /** Nobody waits for them any more. */
  forget() {
    this.#going.clear();
  }

  /**
   * @template Found
   * @param {Promise<Found>} found
   * @param {() => void} slow is called where it takes its time
   * @returns {Promise<Found | undefined>} nothing, if nobody waits for it any more
   */
  async wait(found, slow) {
    this.#going.add(found);
    const late = setTimeout(() => this.#going.has(found) && slow(), PATIENCE);
    try {
      const answer = await found;
      return this.#going.has(found) ? answer : undefined;
    } finally {
      clearTimeout(late);
      this.#going.delete(found);
    }
  }
}
