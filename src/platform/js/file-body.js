import { isSuccess } from './answer.js';
import { chunksOf } from './chunks.js';
import { HostFailure, readFailure, unreadable } from './failure.js';

/** A file on its way out: counts what has gone, and hashes a stream as it goes. */
export class FileBody {
  /** Bytes that have gone out. */
  sent = 0;
  /**
   * Why the file could not be read, if so.
   * @type {HostFailure | undefined}
   */
  failure;
  /**
   * Lets go of the file, of one that goes out in chunks.
   * @type {((reason?: unknown) => void) | undefined}
   */
  #cancel;
  #onSent;
  #hasher;

  /**
   * @param {import('./source.js').Source} source
   * @param {number} length in bytes
   * @param {(bytes: number) => void} onSent so many bytes have gone out by now
   * @param {import('./hash-chunks.js').ChunkHasher | undefined} hasher of a stream
   */
  constructor(source, length, onSent, hasher) {
    this.source = source;
    this.length = length;
    this.#onSent = onSent;
    this.#hasher = hasher;
  }

  /** So many bytes have gone out by now. @param {number} bytes */
  report(bytes) {
    this.sent = bytes;
    this.#onSent(bytes);
  }

  /**
   * The chunks of the file. The last one is given when it is known to be the last: a server has all bytes that it
   * was told of by then.
   * @param {import('./stall-guard.js').StallGuard} guard
   * @param {boolean} isReused whether a chunk is gone when the next one is asked for
   * @returns {import('./chunks.js').Chunks}
   */
  chunks(guard, isReused) {
    const { next, cancel } = this.#open(isReused);
    const { length } = this;
    /** Whether the last one was given. */
    let isLast = false;
    let isOver = false;
    const stop = (/** @type {unknown} */ reason) => {
      isOver = true;
      cancel(reason);
      return undefined;
    };
    this.#cancel = stop;

    const read = async () => {
      const chunk = await next();
      const left = length - this.sent;
      if (!chunk && left > 0) throw this.#ofAnotherLength(this.sent);
      if (!chunk || chunk.length < left) return chunk;
      isLast = true;
      const last = isReused ? chunk.slice() : chunk;
      let all = this.sent + last.length;
      for (let more; all === length && (more = await next());) all += more.length;
      if (all !== length) throw this.#ofAnotherLength(all);
      return last;
    };

    return {
      next: async () => {
        if (isLast) return stop(undefined);
        try {
          const chunk = await read();
          if (!chunk) return stop(undefined);
          await this.#hasher?.write(chunk);
          this.report(this.sent + chunk.length);
          if (this.sent === length) guard.awaitResponse(length);
          else guard.touch();
          return chunk;
        } catch (cause) {
          // One that is let go of seems to end.
          if (!isOver) this.failure = readFailure(cause);
          throw cause;
        }
      },
      cancel: stop,
    };
  }

  /** @param {boolean} isReused */
  #open(isReused) {
    try {
      return chunksOf(this.source, isReused);
    } catch (cause) {
      this.failure = unreadable(cause);
      throw this.failure;
    }
  }

  /** @param {number} bytes that came, at least */
  #ofAnotherLength(bytes) {
    const message = `the stream has ${bytes} bytes, and was to have ${this.length}`;
    return new HostFailure('invalid-input', message);
  }

  /** Fails where the answer came before the whole file was sent in chunks. @param {number} status */
  assertSent(status) {
    if (!this.#cancel || !isSuccess(status) || this.sent === this.length) return;
    throw new HostFailure('protocol', 'the server answered before it had the whole file');
  }

  /** Lets go of the file, and tells nobody of anything any more. */
  dispose() {
    this.#cancel?.();
    this.#onSent = () => {};
    this.#hasher = undefined;
  }
}
