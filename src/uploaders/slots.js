// @ts-check

/** Runs a limited number of tasks at once, in the order in which they were added. */
export class Slots {
  #taken = 0;
  /** @type {Set<() => void>} */
  #waiting = new Set();
  #limit;

  /** @param {() => number} limit of tasks at once, which may change */
  constructor(limit) {
    this.#limit = limit;
  }

  /**
   * @template T
   * @param {AbortSignal} signal ends only the wait for a slot; the work has to observe it itself
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(signal, work) {
    await this.#turn(signal);
    try {
      return await work();
    } finally {
      this.#taken -= 1;
      this.#next();
    }
  }

  /** @param {AbortSignal} signal @returns {Promise<void>} */
  #turn(signal) {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      const abort = () => {
        this.#waiting.delete(begin);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting.add(begin);
      this.#next();
    });
  }

  #next() {
    for (const begin of this.#waiting) {
      if (this.#taken >= this.#limit()) return;
      this.#taken += 1;
      this.#waiting.delete(begin);
      begin();
    }
  }
}
