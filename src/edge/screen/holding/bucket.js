// @ts-check
import { Refusal } from '../problem.js';
/** @import { Bucket } from '../../edge.js' */
/** @import { Budget } from '../budget.js' */

/** How long a body is still sent when its answer is there, ms. */
const STILL_SENDING = 5_000;

/** A body in a bucket. */
export class BucketHolding {
  #bucket;
  #key;
  #budget;
  /** Of what was held, so that nothing else is read. @type {string | undefined} */
  #etag;
  /** @type {Promise<unknown>} */
  #stored = Promise.resolve();
  /** @type {Promise<unknown>} */
  #sent = Promise.resolve();
  #sending = new AbortController();
  /** @type {WritableStreamDefaultWriter<Uint8Array> | undefined} */
  #writer;

  /**
   * @param {Bucket} bucket
   * @param {string} key
   * @param {number} size bytes
   * @param {Budget} budget
   * @param {string} [etag] where it is there already
   */
  constructor(bucket, key, size, budget, etag) {
    this.#bucket = bucket;
    this.#key = key;
    this.size = size;
    this.#budget = budget;
    this.#etag = etag;
  }

  isInMemory = false;

  /** Takes up what will be written. A bucket has to know how long it is. */
  begin() {
    const { readable, writable } = new FixedLengthStream(this.size);
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#budget.take();
    this.#stored = this.#bucket.put(this.#key, readable);
    // Nobody reads any more what is written from now on.
    this.#stored.catch((error) => this.abort(error));
    return this;
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#orWhy(this.#writer?.write(bytes));
  }

  async close() {
    await this.#orWhy(this.#writer?.close());
    const stored = /** @type {{ etag?: string } | undefined} */ (await this.#stored);
    this.#etag = stored?.etag;
  }

  /** Tells what is there now, once it is. */
  get etag() {
    return this.#etag;
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#writer?.abort(reason).catch(() => {});
  }

  /**
   * Some of it. It is a call, which whoever asks counts.
   * @param {number} start
   * @param {number} end
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  open(start, end) {
    return this.#read({ range: { offset: start, length: end - start } });
  }

  /** All of it, to send it on. */
  async body() {
    this.#budget.take();
    const body = await this.#read();
    const { readable, writable } = new FixedLengthStream(this.size);
    const { signal } = this.#sending;
    this.#sent = body.pipeTo(writable, { signal }).catch(() => {});
    return readable;
  }

  /** It is needed no more, once all of it is sent: the answer may be there before that, and the rest is not wanted then. */
  async drop() {
    await Promise.race([this.#sent, new Promise((resolve) => setTimeout(resolve, STILL_SENDING))]);
    this.#sending.abort();
    // What is half there never shows, and what has become whole meanwhile goes.
    const isThere = await this.#stored.then(
      () => true,
      () => false,
    );
    if (!isThere) return;
    this.#budget.take();
    await this.#bucket.delete(this.#key);
  }

  /** A pipe that breaks says less than what broke it. @param {Promise<void> | undefined} written */
  async #orWhy(written) {
    try {
      await written;
    } catch (error) {
      await this.#stored;
      throw error;
    }
  }

  /** @param {object} [options] */
  async #read(options) {
    const object = await this.#bucket.get(this.#key, {
      ...options,
      ...(this.#etag && { onlyIf: { etagMatches: this.#etag } }),
    });
    if (!object?.body) throw new Refusal('holding-failed');
    return object.body;
  }
}
