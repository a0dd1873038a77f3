// @ts-check
// Sends chunks from the worker that reads a file to the other worker that hashes it. They pass through the page: a worker's
// postMessage transfers a buffer, but over a MessagePort between two workers, Firefox copies it through another process,
// which takes 8 ms of CPU per MiB, more than hashing it.

/**
 * Bytes for the other worker, of `length` 0 at the end; or a buffer that is returned.
 * @typedef {{ chunk: ArrayBuffer, length: number } | { taken: ArrayBuffer }} RelayMessage
 */

/** Small chunks are combined: copying them costs less than a message each. Firefox reads 64 KiB at most. */
const BUFFER_SIZE = 1 << 20;
/** How many buffers may be in transit. */
const BUFFERS = 4;

/** Sends chunks, but no faster than the other worker hashes them. */
export class RelaySender {
  #free = BUFFERS;
  /** The returned buffers. @type {ArrayBuffer[]} */
  #buffers = [];
  /** @type {Uint8Array | undefined} */
  #current;
  #length = 0;
  /** @type {(() => void) | undefined} */
  #wake;

  /** @param {Uint8Array} bytes which are copied */
  async send(bytes) {
    for (let rest = bytes; rest.length > 0;) {
      this.#current ??= await this.#nextBuffer();
      const part = rest.subarray(0, this.#current.length - this.#length);
      this.#current.set(part, this.#length);
      this.#length += part.length;
      if (this.#length === this.#current.length) this.#post(this.#current);
      rest = rest.subarray(part.length);
    }
  }

  /** Sends the rest, and waits until everything is hashed. */
  async end() {
    if (this.#current) this.#post(this.#current);
    while (this.#free < BUFFERS) await this.#isTaken();
    postMessage({ chunk: new ArrayBuffer(0), length: 0 });
  }

  /** @param {ArrayBuffer} buffer */
  taken(buffer) {
    this.#buffers.push(buffer);
    this.#free += 1;
    this.#wake?.();
  }

  async #nextBuffer() {
    while (this.#free === 0) await this.#isTaken();
    return new Uint8Array(this.#buffers.pop() ?? new ArrayBuffer(BUFFER_SIZE));
  }

  #isTaken() {
    return new Promise((resolve) => (this.#wake = () => resolve(undefined)));
  }

  /** @param {Uint8Array} bytes */
  #post({ buffer }) {
    const chunk = /** @type {ArrayBuffer} */ (buffer);
    postMessage({ chunk, length: this.#length }, { transfer: [chunk] });
    this.#free -= 1;
    this.#current = undefined;
    this.#length = 0;
  }
}

/** Receives chunks and returns their buffers. */
export class RelayReceiver {
  /** @type {(cause?: unknown) => void} */
  #settle = () => {};
  #onChunk;

  /** @param {(chunk: Uint8Array) => void} onChunk */
  constructor(onChunk) {
    this.#onChunk = onChunk;
    /** Settles after the last chunk. @type {Promise<void>} */
    this.ended = new Promise((resolve, reject) => {
      this.#settle = (cause) => (cause === undefined ? resolve() : reject(cause));
    });
  }

  /** @param {ArrayBuffer} chunk @param {number} length */
  receive(chunk, length) {
    if (length === 0) return this.#settle();
    try {
      this.#onChunk(new Uint8Array(chunk, 0, length));
    } catch (cause) {
      return this.#settle(cause);
    }
    postMessage({ taken: chunk }, { transfer: [chunk] });
  }
}
