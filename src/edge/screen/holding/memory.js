// @ts-check
import { Refusal } from '../problem.js';
/** @import { MemoryShare } from './isolate-memory.js' */

const BLOCK = 64 << 10;

/** A body in memory, in blocks: of a client that sends bytes one by one it takes no more than they are. */
export class MemoryHolding {
  #share;
  #limit;
  #isReserved;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  #blocks = [];
  #room = 0;
  #size = 0;
  /** @type {Blob | undefined} */
  #blob;

  /**
   * @param {MemoryShare} share
   * @param {object} options
   * @param {number} [options.length] for which the share has room already
   * @param {number} options.limit bytes
   */
  constructor(share, { length, limit }) {
    this.#share = share;
    this.#limit = limit;
    this.#isReserved = length !== undefined;
  }

  isInMemory = true;

  /** @param {Uint8Array} bytes */
  write(bytes) {
    if (!this.#isReserved) this.#reserve(bytes.length);
    for (let at = 0; at < bytes.length;) {
      if (this.#room === 0) {
        this.#blocks.push(new Uint8Array(BLOCK));
        this.#room = BLOCK;
      }
      const piece = bytes.subarray(at, at + this.#room);
      this.#blocks.at(-1)?.set(piece, BLOCK - this.#room);
      this.#room -= piece.length;
      at += piece.length;
    }
    this.#size += bytes.length;
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
    return this.#blob ?? new Blob();
  }

  /** It is needed no more. */
  async drop() {
    this.abort();
    this.#blob = undefined;
    this.#share.release();
  }

  /** @param {number} bytes */
  #reserve(bytes) {
    if (this.#size + bytes > this.#limit) {
      throw new Refusal('length-required', {
        detail: `a body of more than ${this.#limit} bytes has to state its Content-Length`,
      });
    }
    if (!this.#share.grow(bytes)) throw memoryIsUsed();
  }
}

/** Others will be done in a moment. */
export const memoryIsUsed = () =>
  new Refusal('busy', { detail: 'no more bodies can be held at the moment', retryAfter: 2 });
