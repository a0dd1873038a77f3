// @ts-check
import { ProblemError } from '../../problem.js';
import { BucketHolding } from './bucket.js';
import { MemoryHolding } from './memory.js';
/** @import { Bucket, MultipartUpload, Platform } from '../../edge.js' */
/** @import { Budget } from '../budget.js' */
/** @import { MemoryShare } from './isolate-memory.js' */

/** R2, Multipart upload, "Limitations": all parts but the last have the same size, of at least 5 MiB. */
const MIN_PART_BYTES = 5 << 20;

/** The calls that are left to complete the upload, to scan what is in it, and to deliver it. */
const MIN_CALLS_LEFT = 10;

/** A bucket that can hold a body of unknown length. @typedef {Bucket & Required<Pick<Bucket, 'createMultipartUpload'>>} MultipartBucket */

/**
 * A body of unknown length. It is held in memory; a body that does not fit goes to a bucket in parts. One part is in memory at a
 * time.
 */
export class SpillingHolding {
  #bucket;
  #key;
  #budget;
  #platform;
  #memory;
  #partSize;
  #part;
  /** @type {Promise<MultipartUpload> | undefined} */
  #upload;
  /** @type {unknown[]} */
  #uploadedParts = [];
  #uploadedBytes = 0;
  /** @type {Promise<{ etag?: string }> | undefined} */
  #completed;
  /** Where the body is once it is complete. @type {MemoryHolding | BucketHolding | undefined} */
  #held;

  /**
   * @param {MultipartBucket} bucket
   * @param {string} key
   * @param {MemoryShare} share
   * @param {number} memory how many bytes may stay in memory
   * @param {Budget} budget
   * @param {Platform} platform
   */
  constructor(bucket, key, share, memory, budget, platform) {
    this.#bucket = bucket;
    this.#key = key;
    this.#memory = memory;
    this.#budget = budget;
    this.#platform = platform;
    this.#partSize = Math.max(memory, MIN_PART_BYTES);
    this.#part = new MemoryHolding(share, {
      limit: this.#partSize,
      holdsBlobs: platform.holdsBlobs,
    });
  }

  get isInMemory() {
    return !(this.#held instanceof BucketHolding);
  }

  get size() {
    return this.#uploadedBytes + this.#part.size;
  }

  /** Set if the body is stored. */
  get etag() {
    return this.#held?.etag;
  }

  /** @param {Uint8Array} bytes */
  async write(bytes) {
    for (let at = 0; at < bytes.length;) {
      // Only now: this was not the last part, which may be smaller.
      if (this.#part.size === this.#partSize) await this.#uploadPart();
      const piece = bytes.subarray(at, at + this.#partSize - this.#part.size);
      this.#part.write(piece);
      at += piece.length;
    }
  }

  async close() {
    const { size } = this;
    if (size <= this.#memory) {
      this.#part.close();
      this.#held = this.#part;
      return;
    }
    await this.#uploadPart();
    await this.#part.drop();
    const upload = await this.#begin();
    this.#completed = upload.complete(this.#uploadedParts);
    const { etag } = await this.#completed;
    this.#held = new BucketHolding(this.#bucket, this.#key, size, this.#platform, etag);
  }

  /** R2 forgets what is neither completed nor aborted, after seven days. */
  async abort() {
    await this.#part.drop();
    if (this.#completed) return;
    await this.#upload?.then((upload) => upload.abort()).catch(() => {});
  }

  /** A range of the body. @param {number} start @param {number} end @returns {Promise<Blob | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>>} */
  open(start, end) {
    return this.#complete.open(start, end);
  }

  /** The whole body. */
  body() {
    return this.#complete.body();
  }

  /** Deletes the body, and frees the memory. */
  async drop() {
    await this.#part.drop();
    if (this.#held) return this.#held.drop();
    const isThere = await this.#completed?.then(
      () => true,
      () => false,
    );
    if (!isThere) return;
    await this.#bucket.delete(this.#key);
  }

  get #complete() {
    if (!this.#held) throw new ProblemError('holding-failed');
    return this.#held;
  }

  #begin() {
    this.#upload ??= this.#bucket.createMultipartUpload(this.#key);
    return this.#upload;
  }

  async #uploadPart() {
    if (!this.#budget.hasCalls(MIN_CALLS_LEFT)) {
      throw new ProblemError('length-required', {
        detail: `a body of more than ${this.#uploadedBytes} bytes has to state its Content-Length`,
      });
    }
    const upload = await this.#begin();
    const number = this.#uploadedParts.length + 1;
    const { size } = this.#part;
    // As a stream: a copy of each part would be garbage faster than it is collected.
    const { readable, writable } = this.#platform.fixedLengthStream(size);
    const [part] = await Promise.all([
      upload.uploadPart(number, readable, { size }),
      writeAll(this.#part.pieces(), writable.getWriter()),
    ]);
    this.#uploadedParts.push(part);
    this.#uploadedBytes += size;
    this.#part.clear();
  }
}

/** @param {Iterable<Uint8Array>} pieces @param {WritableStreamDefaultWriter<Uint8Array>} writer */
async function writeAll(pieces, writer) {
  writer.closed.catch(() => {});
  for (const piece of pieces) await writer.write(piece);
  await writer.close();
}
