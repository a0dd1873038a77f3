// @ts-check

/** Runs up to `width` jobs at a time, by rank, and jobs of the same rank in the order in which they were added. */
export class Queue {
  #width;
  #running = 0;
  /** @type {{ rank: number, begin: () => void }[]} */
  #waiting = [];

  /** @param {number} width */
  constructor(width) {
    this.#width = width;
  }

  /**
   * @template T
   * @param {() => Promise<T>} job
   * @param {number} [rank] the lowest comes first
   * @returns {Promise<T>} the result of the job
   */
  async add(job, rank = 0) {
    if (this.#running === this.#width) {
      await new Promise((resolve) => {
        this.#waiting.push({ rank, begin: () => resolve(undefined) });
        this.#waiting.sort((a, b) => a.rank - b.rank);
      });
    } else {
      this.#running += 1;
    }
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.begin();
      else this.#running -= 1;
    }
  }
}
