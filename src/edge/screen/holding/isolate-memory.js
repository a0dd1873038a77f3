// @ts-check

/**
 * How long a share lasts after its last use, ms. The runtime may end a request without running another line of it,
 * and what it held would be missing for ever.
 */
const LEASE = 300_000;

/** All bodies in memory, of all requests of this isolate: Workers have 128 MB for all that they do. */
const shares = new Set();
let used = 0;

/** A share of the memory that bodies may take, until it is released, or is not used any more. */
export class MemoryShare {
  #bytes = 0;
  #limit;
  #usedAt = 0;

  /** @param {number} limit bytes, of all shares together */
  constructor(limit) {
    this.#limit = limit;
  }

  /** Whether there is room for so many bytes more at the moment. @param {number} bytes */
  hasRoomFor(bytes) {
    if (used + bytes > this.#limit) for (const share of shares) share.expire();
    return used + bytes <= this.#limit;
  }

  /** Whether there is room for so many bytes more, which are then taken. @param {number} bytes */
  grow(bytes) {
    this.use();
    if (!this.hasRoomFor(bytes)) return false;
    shares.add(this);
    used += bytes;
    this.#bytes += bytes;
    return true;
  }

  /** Says that it is needed still. */
  use() {
    this.#usedAt = Date.now();
  }

  /** Ends it where its request has died. */
  expire() {
    if (Date.now() - this.#usedAt > LEASE) this.release();
  }

  release() {
    shares.delete(this);
    used -= this.#bytes;
    this.#bytes = 0;
  }
}
