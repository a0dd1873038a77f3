// @ts-check

/** All bodies in memory, of all requests of this isolate: Workers have 128 MB for all that they do. */
let used = 0;

/** A share of the memory that bodies may take, until it is released. */
export class MemoryShare {
  #bytes = 0;
  #limit;

  /** @param {number} limit bytes, of all shares together */
  constructor(limit) {
    this.#limit = limit;
  }

  /** Whether there is room for so many bytes more, which are then taken. @param {number} bytes */
  grow(bytes) {
    if (used + bytes > this.#limit) return false;
    used += bytes;
    this.#bytes += bytes;
    return true;
  }

  release() {
    used -= this.#bytes;
    this.#bytes = 0;
  }
}
