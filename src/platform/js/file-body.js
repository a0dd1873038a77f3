import { isSuccess } from './answer.js';
import { chunksOf } from './chunks.js';
import { HostFailure, readFailure, unreadable } from './failure.js';

/** A file that is being sent: counts the bytes, and hashes a stream while it is sent. */
export class FileBody {
  /** Bytes sent so far. */
  sent = 0;
  /**
   * Why the file could not be read, if so.
   * @type {HostFailure | undefined}
   */
  failure;
  /**
   * Releases the file, if it is sent in chunks.
   * @type {((reason?: unknown) => void) | undefined}
   */
  #cancel;
  #onSent;
  #hasher;

  /**
   * @param {import('./source.js').Source} source
   * @param {number} length in bytes
   * @param {(bytes: number) => void} onSent is called with the bytes sent so far
   * @param {import('./hash-chunks.js').ChunkHasher | undefined} hasher of a stream
   */
  constructor(source, length, onSent, hasher) {
    this.source = source;
    this.length = length;
    this.#onSent = onSent;
    this.#hasher = hasher;
  }

  /** Reports progress. @param {number} bytes sent so far */
  report(bytes) {
    this.sent = bytes;
    this.#onSent(bytes);
  }

  /**
   * The chunks of the file. The last one is returned only after the file was read to its end: with that chunk, the server
   * has as many bytes as Content-Length states.
   * @param {import('./stall-guard.js').StallGuard} guard
   * @param {boolean} isReused whether the memory of a chunk may be reused for the next one
   * @returns {import('./chunks.js').Chunks}
   */
  chunks(guard, isReused) {
    const { next, cancel } = this.#open(isReused);
    const { length } = this;
    /** Whether the last chunk was read. */
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
          // A file that was released seems to end early.
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

  /** @param {number} bytes read, at least */
  #ofAnotherLength(bytes) {
    const message = `the stream has ${bytes} bytes, and was to have ${this.length}`;
    return new HostFailure('invalid-input', message);
  }

  /** Fails if the server responded with success before all chunks of the file were sent. @param {number} status */
  assertSent(status) {
    if (!this.#cancel || !isSuccess(status) || this.sent === this.length) return;
    throw new HostFailure('protocol', 'the server answered before it had the whole file');
  }

  /** Releases the file and stops all reports. */
  dispose() {
    this.#cancel?.();
    this.#onSent = () => {};
    this.#hasher = undefined;
  }
}
