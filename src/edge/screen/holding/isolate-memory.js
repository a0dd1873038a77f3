// @ts-check

/**
 * How long a share lasts after its last use. The runtime may end a request without running its `finally`, and its
 * memory would never be released.
 */
const LEASE_MS = 300_000;

/** The shares of all requests of this isolate, which has 128 MB in all. */
const shares = new Set();
let usedBytes = 0;

/** One request's share of the memory for bodies. It lasts until it is released, or not used for a while. */
export class MemoryShare {
  #bytes = 0;
  #limit;
  #lastUsedAt = 0;

  /** @param {number} limit bytes, of all shares together */
  constructor(limit) {
    this.#limit = limit;
  }

  /** Whether so many more bytes are free at the moment. @param {number} bytes */
  hasRoomFor(bytes) {
    if (usedBytes + bytes > this.#limit) for (const share of shares) share.expire();
    return usedBytes + bytes <= this.#limit;
  }

  /** Takes so many more bytes; returns whether they were free. @param {number} bytes */
  grow(bytes) {
    this.use();
    if (!this.hasRoomFor(bytes)) return false;
    shares.add(this);
    usedBytes += bytes;
    this.#bytes += bytes;
    return true;
  }

  /** Renews the lease. */
  use() {
    this.#lastUsedAt = Date.now();
  }

  /** Releases the share if its request has died. */
  expire() {
    if (Date.now() - this.#lastUsedAt > LEASE_MS) this.release();
  }

  release() {
    shares.delete(this);
    usedBytes -= this.#bytes;
    this.#bytes = 0;
  }
}
