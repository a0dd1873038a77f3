// @ts-check
import { MetaDefenderError } from '../../../entry/error.js';
import { ProblemError } from '../../problem.js';
/** @import { Bucket, Platform } from '../../edge.js' */

/** How long a body is still sent after the origin has responded. */
const SEND_GRACE_MS = 5_000;

/** A body in a bucket. */
export class BucketHolding {
  #bucket;
  #key;
  #platform;
  /** Of the body, so that no other object is read in its place. @type {string | undefined} */
  #etag;
  /** @type {Promise<unknown>} */
  #stored = Promise.resolve();
  /** @type {Promise<unknown>} */
  #sent = Promise.resolve();
  #sendController = new AbortController();
  /** @type {WritableStreamDefaultWriter<Uint8Array> | undefined} */
  #writer;

  /**
   * @param {Bucket} bucket
   * @param {string} key
   * @param {number} size bytes
   * @param {Platform} platform
   * @param {string} [etag] if the body is in the bucket already
   */
  constructor(bucket, key, size, platform, etag) {
    this.#bucket = bucket;
    this.#key = key;
    this.size = size;
    this.#platform = platform;
    this.#etag = etag;
  }

  isInMemory = false;

  /** Starts to store what will be written. A bucket needs the length in advance. */
  begin() {
    const { readable, writable } = this.#platform.fixedLengthStream(this.size);
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#stored = this.#bucket.put(this.#key, readable, { size: this.size });
    // After a failure nobody reads the stream any more.
    this.#stored.catch((error) => this.abort(error));
    return this;
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#orCause(this.#writer?.write(bytes));
  }

  async close() {
    await this.#orCause(this.#writer?.close());
    this.#etag = (await this.#result())?.etag;
  }

  /** Set once the body is stored. */
  get etag() {
    return this.#etag;
  }

  /** @param {unknown} reason */
  async abort(reason) {
    await this.#writer?.abort(reason).catch(() => {});
  }

  /**
   * A range of the body.
   * @param {number} start
   * @param {number} end
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  open(start, end) {
    return this.#read({ range: { offset: start, length: end - start } });
  }

  /** The whole body. */
  async body() {
    const body = await this.#read();
    const { readable, writable } = this.#platform.fixedLengthStream(this.size);
    const { signal } = this.#sendController;
    this.#sent = body.pipeTo(writable, { signal }).catch(() => {});
    return readable;
  }

  /** Deletes the body. An origin may respond before it has read all of it: the rest is sent for a moment, then aborted. */
  async drop() {
    await Promise.race([this.#sent, new Promise((resolve) => setTimeout(resolve, SEND_GRACE_MS))]);
    this.#sendController.abort();
    // An incomplete object never appears in the bucket; one that was completed meanwhile is deleted.
    const isThere = await this.#stored.then(
      () => true,
      () => false,
    );
    if (!isThere) return;
    await this.#bucket.delete(this.#key);
  }

  /** Throws the error of the bucket rather than that of the broken stream. @param {Promise<void> | undefined} written */
  async #orCause(written) {
    try {
      await written;
    } catch (error) {
      await this.#result();
      throw error;
    }
  }

  /** What the bucket says of what is stored. One that is full now may not be later. */
  async #result() {
    try {
      return /** @type {{ etag?: string } | undefined} */ (await this.#stored);
    } catch (error) {
      throw isFull(error) ? bucketFull() : error;
    }
  }

  /** @param {object} [options] */
  async #read(options) {
    const object = await this.#bucket.get(this.#key, {
      ...options,
      ...(this.#etag && { onlyIf: { etagMatches: this.#etag } }),
    });
    if (!object?.body) throw new ProblemError('holding-failed');
    return object.body;
  }
}

/** @param {unknown} error */
const isFull = (error) => error instanceof MetaDefenderError && error.code === 'busy';

const bucketFull = () =>
  new ProblemError('busy', { detail: 'no more bodies can be held at the moment', retryAfter: 2 });
