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
  #holdsBlobs;
  /** Of a stated length, where bytes are held: the blocks are parts of it. @type {Uint8Array<ArrayBuffer> | undefined} */
  #reserved;
  /** @type {Blob | Uint8Array<ArrayBuffer> | undefined} */
  #whole;

  /**
   * @param {MemoryShare} share
   * @param {object} options
   * @param {number} [options.length] as in Content-Length
   * @param {number} options.limit bytes
   * @param {boolean} [options.holdsBlobs] of the platform
   */
  constructor(share, { length, limit, holdsBlobs }) {
    this.#share = share;
    this.#limit = limit;
    // The system allocates its pages only when they are written.
    if (length !== undefined && !holdsBlobs) this.#reserved = new Uint8Array(length);
    this.#holdsBlobs = holdsBlobs;
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
    // One copy, of which parts are views: later reads copy nothing.
    this.#whole = this.#holdsBlobs
      ? new Blob(this.#blocks).slice(0, this.#size)
      : (this.#reserved?.subarray(0, this.#size) ?? concatenated([...this.pieces()], this.#size));
    this.#blocks = [];
  }

  abort() {
    this.#blocks = [];
    this.#spareBlocks = [];
    this.#reserved = undefined;
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
    const whole = this.body();
    return whole instanceof Blob ? whole.slice(start, end) : whole.subarray(start, end);
  }

  /** The whole body. */
  body() {
    this.#share.use();
    return this.#whole ?? new Uint8Array();
  }

  /** Frees the memory. */
  async drop() {
    this.abort();
    this.#whole = undefined;
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
    const reserved = this.#reserved?.subarray(this.#size, this.#size + room);
    this.#blocks.push(reserved?.length ? reserved : new Uint8Array(room));
    this.#freeBytes = room;
  }

  #lengthRequired() {
    return new ProblemError('length-required', {
      detail: `a body of more than ${this.#limit} bytes has to state its Content-Length`,
    });
  }
}

/** @param {Uint8Array<ArrayBuffer>[]} pieces @param {number} size */
function concatenated(pieces, size) {
  const [first] = pieces;
  if (pieces.length === 1 && first) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

export const memoryExhausted = () =>
  new ProblemError('busy', { detail: 'no more bodies can be held at the moment', retryAfter: 2 });
