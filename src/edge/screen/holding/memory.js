// @ts-check
import { ProblemError } from '../../problem.js';
/** @import { MemoryShare } from './isolate-memory.js' */

const BLOCK_BYTES = 64 << 10;

/** A body in memory, in blocks: many tiny chunks take no more memory than one large chunk. */
export class MemoryHolding {
  #share;
  #limit;
  #length;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #blocks = [];
  /** Of content that was taken out, to be used again. @type {Uint8Array<ArrayBuffer>[]} */
  #spareBlocks = [];
  #freeBytes = 0;
  #size = 0;
  /** @type {Blob | undefined} */
  #blob;

  /**
   * @param {MemoryShare} share
   * @param {object} options
   * @param {number} [options.length] as in Content-Length
   * @param {number} options.limit bytes
   */
  constructor(share, { length, limit }) {
    this.#share = share;
    this.#limit = limit;
    this.#length = length ?? limit;
  }

  isInMemory = true;

  etag = undefined;

  get size() {
    return this.#size;
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    if (this.#size + bytes.length > this.#limit) throw this.#lengthRequired();
    for (let at = 0; at < bytes.length;) {
      if (this.#freeBytes === 0) this.#allocateBlock();
      const piece = bytes.subarray(at, at + this.#freeBytes);
      const block = this.#blocks.at(-1);
      block?.set(piece, block.length - this.#freeBytes);
      this.#freeBytes -= piece.length;
      this.#size += piece.length;
      at += piece.length;
    }
    this.#share.use();
  }

  close() {
    // One copy into a Blob: its slices are views, so later reads copy nothing.
    this.#blob = new Blob(this.#blocks).slice(0, this.#size);
    this.#blocks = [];
  }

  abort() {
    this.#blocks = [];
    this.#spareBlocks = [];
  }

  /** The content, in views of the memory that holds it. */
  *pieces() {
    const last = this.#blocks.at(-1);
    for (const block of this.#blocks) {
      yield block === last ? block.subarray(0, block.length - this.#freeBytes) : block;
    }
  }

  /** Forgets the content, and keeps the memory for what is written next. */
  clear() {
    this.#spareBlocks = this.#blocks;
    this.#blocks = [];
    this.#freeBytes = 0;
    this.#size = 0;
  }

  /** A range of the body. @param {number} start @param {number} end */
  async open(start, end) {
    return this.body().slice(start, end);
  }

  /** The whole body. */
  body() {
    this.#share.use();
    return this.#blob ?? new Blob();
  }

  /** Frees the memory. */
  async drop() {
    this.abort();
    this.#blob = undefined;
    this.#share.release();
  }

  /** Memory is allocated as bytes arrive: a client could announce any length. */
  #allocateBlock() {
    const spare = this.#spareBlocks.shift();
    if (spare) {
      this.#blocks.push(spare);
      this.#freeBytes = spare.length;
      return;
    }
    // A body that is longer than announced is refused at its end.
    const announced = this.#length - this.#size;
    const room = Math.min(BLOCK_BYTES, announced > 0 ? announced : BLOCK_BYTES);
    if (!this.#share.grow(room)) throw memoryExhausted();
    this.#blocks.push(new Uint8Array(room));
    this.#freeBytes = room;
  }

  #lengthRequired() {
    return new ProblemError('length-required', {
      detail: `a body of more than ${this.#limit} bytes has to state its Content-Length`,
    });
  }
}

export const memoryExhausted = () =>
  new ProblemError('busy', { detail: 'no more bodies can be held at the moment', retryAfter: 2 });
