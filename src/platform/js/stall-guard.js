import { MAX_DELAY, listen } from './clock.js';
import { HostFailure, throwIfAborted } from './failure.js';

/**
 * Ends the waiting for one request or file: when the caller aborts, and when nothing has moved for too long.
 * Whoever makes one disposes of it.
 */
export class StallGuard {
  /** @type {((failure: HostFailure) => void) | undefined} */
  #reject;
  /** @type {HostFailure | undefined} */
  #failure;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #deadline = Infinity;
  /** @type {AbortController | undefined} */
  #controller;
  #signal;
  #timeout;

  /**
   * @param {AbortSignal | undefined} signal the caller's
   * @param {number} [timeout] ms without progress
   */
  constructor(signal, timeout = Infinity) {
    throwIfAborted(signal);
    this.#signal = signal;
    this.#timeout = timeout;
    listen(signal, this.#onAbort);
    if (timeout === Infinity) return;
    this.touch();
    this.#watch();
  }

  /** The signal for a request that is read here: aborted when this is disposed of. */
  get requestSignal() {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /**
   * The signal for a request whose answer the caller reads: aborted with the caller's own as well, where the
   * runtime can join two.
   */
  get downloadSignal() {
    const own = this.requestSignal;
    if (!this.#signal) return own;
    try {
      return AbortSignal.any([this.#signal, own]);
    } catch {
      return this.#signal;
    }
  }

  /** Something moved; for another `extra` ms nothing can be seen to move. */
  touch(extra = 0) {
    const deadline = performance.now() + this.#timeout + extra;
    const isEarlier = deadline < this.#deadline;
    this.#deadline = deadline;
    // The timer of a later deadline would come too late.
    if (isEarlier && this.#timer) {
      clearTimeout(this.#timer);
      this.#watch();
    }
  }

  /**
   * What a promise answers, unless the waiting ends first. One is waited for at a time. (`Promise.race` with
   * one promise that lives long would keep everything that it was ever given.)
   * @template T
   * @param {T | PromiseLike<T>} promise
   * @returns {Promise<T>}
   */
  race(promise) {
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      Promise.resolve(promise).then(resolve, reject);
      if (this.#failure) reject(this.#failure);
    });
  }

  /**
   * @param {boolean} isReleased whether there is no request to be ended any more
   */
  dispose(isReleased = false) {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    // Whoever made it may have given up in mid-work: what still waits ends as well.
    this.#fail(new HostFailure('aborted', ''));
    // On an abort, on a stall, or where the server has answered before it took the whole body.
    if (!isReleased) this.#controller?.abort();
  }

  #onAbort = () => this.#fail(new HostFailure('aborted', '', this.#signal?.reason));

  #watch = () => {
    const left = this.#deadline - performance.now();
    if (left > 0) this.#timer = setTimeout(this.#watch, Math.min(left, MAX_DELAY));
    else this.#fail(new HostFailure('timeout', `nothing moved for ${this.#timeout} ms`));
  };

  /** @param {HostFailure} failure */
  #fail(failure) {
    this.#failure ??= failure;
    this.#reject?.(this.#failure);
  }
}
