import { hashInBackground, isLong } from './background.js';
import { chunksOf, drain } from './chunks.js';
import { HostFailure, unreadable } from './failure.js';
import { incremental } from './server.js';
import { open } from './source.js';
import { Patience } from './time.js';
import { holding, suits, whole } from './web-crypto.js';

/** Bytes that our own hasher takes at once. */
const MOST = 1 << 30;

/**
 * One file that is being hashed, by an engine of the runtime's or by ours.
 *
 * | where                                     | which engine                                             |
 * | ----------------------------------------- | -------------------------------------------------------- |
 * | Node, Deno, Bun                           | node:crypto                                              |
 * | Cloudflare Workers                        | `crypto.DigestStream`                                    |
 * | browsers: 4 KiB to 64 MiB, but no MD5     | `crypto.subtle`, which wants all bytes at once           |
 * | browsers: all else                        | ours                                                     |
 *
 * In a page, a file of 1 MiB and more is read and hashed in a worker, where one can be had; else by ours, piece by
 * piece, as the page has to live on.
 */
export class Hashing {
  /**
   * The hashes in hexadecimal, by the names of their algorithms; none where it is our own hasher on this
   * thread that has them.
   * @type {Record<string, string> | undefined}
   */
  found;
  #algorithms;
  #engine;
  #take;
  /** @type {import('./incremental.js').Incremental | undefined} */
  #native;

  /**
   * @param {string[]} algorithms
   * @param {'wasm' | 'native' | undefined} engine the only one that may be used
   * @param {(value: Uint8Array | number, total?: number) => void} take our own hasher, which takes bytes; and the
   *   progress: how many were read, and of how many
   */
  constructor(algorithms, engine, take) {
    this.#algorithms = algorithms;
    this.#engine = engine;
    this.#take = take;
    if (engine !== 'wasm') this.#native = incremental(algorithms);
    // Until they are there, none.
    if (this.#native) this.found = {};
  }

  /**
   * The same, of whatever JavaScript calls a file.
   * @param {any} file
   * @param {AbortSignal | undefined} signal
   */
  async digest(file, signal) {
    await this.read(await open(file, undefined, signal), signal);
  }

  /**
   * Reads and hashes a whole file. Then it is known how long a stream was.
   * @param {import('./source.js').Source} source
   * @param {AbortSignal | undefined} signal
   */
  async read(source, signal) {
    const patience = new Patience(signal);
    try {
      const { length } = source;
      this.#take(0, length);
      const found = await this.#atOnce(source, patience);
      if (found) {
        this.found = found;
        return;
      }
      let read = 0;
      const hash = (/** @type {Uint8Array} */ chunk) => {
        const writing = this.write(chunk);
        this.#take((read += chunk.length), length);
        return writing;
      };
      await drain(chunksOf(source, true), hash, patience);
      source.length = read;
      await this.end(patience);
    } catch (cause) {
      throw cause instanceof HostFailure ? cause : unreadable(cause);
    } finally {
      patience.end();
    }
  }

  /**
   * Hashes the next chunk.
   * @param {Uint8Array} chunk
   * @returns {Promise<unknown> | void} before it is settled, the chunk has to be left alone
   */
  write(chunk) {
    if (this.#native) return this.#native.write(chunk);
    // One of a class of the user's may do anything, and so many bytes cannot be counted in 32 bits.
    for (let start = 0; start < chunk.length; start += MOST) {
      const { buffer, byteOffset, length } = chunk;
      this.#take(new Uint8Array(buffer, byteOffset + start, Math.min(MOST, length - start)));
    }
  }

  /** Nothing more comes. @param {Patience} patience */
  async end(patience) {
    if (this.#native) this.found = await patience.for(this.#native.end());
  }

  /**
   * By an engine that takes the file and not its chunks.
   * @param {import('./source.js').Source} source
   * @param {Patience} patience
   */
  async #atOnce(source, patience) {
    if (this.#native) return undefined;
    const algorithms = this.#algorithms;
    const { length = 0 } = source;
    const isForced = this.#engine === 'native';
    const isNative = isForced || (this.#engine !== 'wasm' && suits(algorithms, length));
    const onRead = (/** @type {number} */ read) => this.#take(read, length);
    const work = async () => {
      const found = await hashInBackground(source, algorithms, isNative, onRead, patience);
      // Web Crypto would keep a page for too long.
      if (found || !isNative || (isLong(length) && !isForced)) return found;
      return patience.for(whole(source, algorithms));
    };
    const found = await holding(isNative ? length : 0, work);
    if (isForced && !found) throw noNative();
    return found;
  }
}

const noNative = () => new HostFailure('unsupported', 'this runtime cannot hash the file itself');
