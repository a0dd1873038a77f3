// @ts-check
import { Refusal } from '../problem.js';
/** @import { MemoryShare } from './isolate-memory.js' */

const BLOCK = 64 << 10;

/** A body in memory, in blocks: of a client that sends bytes one by one it takes no more than they are. */
export class MemoryHolding {
  #share;
  #limit;
  #length;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #blocks = [];
  #room = 0;
  #size = 0;
  /** @type {Blob | undefined} */
  #blob;

  /**
   * @param {MemoryShare} share
   * @param {object} options
   * @param {number} [options.length] that it is said to have
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
    if (this.#size + bytes.length > this.#limit) throw this.#tooLong();
    for (let at = 0; at < bytes.length;) {
      if (this.#room === 0) this.#takeBlock();
      const piece = bytes.subarray(at, at + this.#room);
      const block = this.#blocks.at(-1);
      block?.set(piece, block.length - this.#room);
      this.#room -= piece.length;
      this.#size += piece.length;
      at += piece.length;
    }
    this.#share.use();
  }

  close() {
    // One copy, of which slices are views: what is sent of it later is not copied again.
    this.#blob = new Blob(this.#blocks).slice(0, this.#size);
    this.#blocks = [];
  }

  abort() {
    this.#blocks = [];
  }

  /** Some of it. @param {number} start @param {number} end */
  async open(start, end) {
    return this.body().slice(start, end);
  }

  /** All of it, to send it on. */
  body() {
    this.#share.use();
    return this.#blob ?? new Blob();
  }

  /** It is needed no more. */
  async drop() {
    this.abort();
    this.#blob = undefined;
    this.#share.release();
  }

  /** Memory is taken as it is needed: to announce bytes costs a client nothing. */
  #takeBlock() {
    // One that is longer than it says is refused in the end.
    const announced = this.#length - this.#size;
    const room = Math.min(BLOCK, announced > 0 ? announced : BLOCK);
    if (!this.#share.grow(room)) throw memoryIsUsed();
    this.#blocks.push(new Uint8Array(room));
    this.#room = room;
  }

  #tooLong() {
    return new Refusal('length-required', {
      detail: `a body of more than ${this.#limit} bytes has to state its Content-Length`,
    });
  }
}

/** Others will be done in a moment. */
export const memoryIsUsed = () =>
  new Refusal('busy', { detail: 'no more bodies can be held at the moment', retryAfter: 2 });
