// @ts-check

/** Runs so many jobs at a time, in the order in which they came. */
export class Queue {
  #width;
  #running = 0;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {number} width */
  constructor(width) {
    this.#width = width;
  }

  /**
   * @template T
   * @param {() => Promise<T>} job
   * @returns {Promise<T>} what comes of it
   */
  async add(job) {
    if (this.#running === this.#width) {
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    } else {
      this.#running += 1;
    }
    try {
      return await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}
