// @ts-check

/** How much is read while what came before is written, bytes. */
const MOST_AHEAD = 64 << 10;

/** @typedef {Uint8Array | undefined} Chunk `undefined` at the end */

/**
 * Reads a body ahead while earlier chunks are written, and returns what has arrived by then as one chunk: each chunk costs CPU time and
 * garbage at every sink, however small it is.
 */
export class GatheringReader {
  #reader;
  /** @type {Uint8Array[]} */
  #gathered = [];
  #size = 0;
  /** @type {{ done: true } | { error: unknown } | undefined} */
  #end;
  #isReading = false;
  /** Wakes who waits for something to come. */
  #wake = () => {};

  /** @param {ReadableStream<Uint8Array>} body */
  constructor(body) {
    this.#reader = body.getReader();
  }

  /** @returns {Promise<{ done: boolean, value?: Uint8Array }>} */
  async read() {
    this.#readAhead();
    while (this.#size === 0 && !this.#end) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
      });
    }
    if (this.#size > 0) {
      const value = concatenated(this.#gathered, this.#size);
      this.#gathered = [];
      this.#size = 0;
      this.#readAhead();
      return { done: false, value };
    }
    if (this.#end && 'error' in this.#end) throw this.#end.error;
    return { done: true };
  }

  /** @param {unknown} reason */
  cancel(reason) {
    return this.#reader.cancel(reason);
  }

  async #readAhead() {
    if (this.#isReading || this.#end) return;
    this.#isReading = true;
    try {
      while (this.#size < MOST_AHEAD) {
        const { value, done } = await this.#reader.read();
        if (done) {
          this.#end = { done };
          break;
        }
        // In Deno, an empty body has one empty chunk.
        if (value.length === 0) continue;
        this.#gathered.push(value);
        this.#size += value.length;
        this.#wake();
      }
    } catch (error) {
      this.#end = { error };
    }
    this.#isReading = false;
    this.#wake();
  }
}

/** @param {Uint8Array[]} chunks @param {number} size */
function concatenated(chunks, size) {
  const [first] = chunks;
  if (first && chunks.length === 1) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
