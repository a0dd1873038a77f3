import { MAX_DELAY, listen } from './clock.js';
import { HostFailure, throwIfAborted } from './failure.js';

/** What a server may do between the last byte of an upload and its response: store the file, pass it on. A MiB a second. */
const STORED_BYTES_PER_MS = 1 << 10;

/** An upload that nobody can watch is given the time that it would take at so many bytes a ms, and no more than an hour. */
const MIN_UPLOAD_SPEED = 32;
const MAX_UPLOAD_TIME = 3_600_000;

/**
 * Ends the waiting for one request or file: when the caller aborts, when nothing has moved for too long, and when there is
 * no response to an upload. Whoever makes one disposes of it.
 */
export class StallGuard {
  /** @type {((failure: HostFailure) => void) | undefined} */
  #reject;
  /** @type {HostFailure | undefined} */
  #failure;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #deadline = Infinity;
  /** What has happened when the deadline is over. */
  #message = () => '';
  /** Whether the last byte of an upload is out, or may be: it must not be sent again then. */
  #isSent = false;
  /** @type {AbortController | undefined} */
  #controller;
  #signal;
  #timeout;
  #responseTimeout;

  /**
   * @param {AbortSignal | undefined} signal the caller's
   * @param {number} [timeout] ms without progress
   * @param {number} [responseTimeout] ms from the last byte of an upload to its response, beside the time by its size
   */
  constructor(signal, timeout = Infinity, responseTimeout = Infinity) {
    throwIfAborted(signal);
    this.#signal = signal;
    this.#timeout = timeout;
    this.#responseTimeout = responseTimeout;
    listen(signal, this.#onAbort);
    this.touch();
  }

  /** Whether nobody waits any more. */
  get isOver() {
    return this.#failure !== undefined;
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

  /** Something moved. */
  touch() {
    this.#setDeadline(this.#timeout, (ms) => `nothing moved for ${ms} ms`);
  }

  /** More of an upload went out, and not the last of it. */
  touchUpload() {
    this.#isSent = false;
    this.touch();
  }

  /**
   * The last byte of an upload is out: from now on the response is waited for.
   * @param {number} length of the upload
   * @param {number} [extra] ms
   */
  awaitResponse(length, extra = 0) {
    this.#isSent = true;
    const storing = length / STORED_BYTES_PER_MS;
    this.#setDeadline(extra + storing + this.#responseTimeout, noResponse);
  }

  /** An upload begins, and nobody can see how far it is. @param {number} length */
  awaitUnseenUpload(length) {
    this.awaitResponse(length, Math.min(length / MIN_UPLOAD_SPEED, MAX_UPLOAD_TIME));
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

  /**
   * @param {number} ms
   * @param {(ms: number) => string} message what has happened when they are over
   */
  #setDeadline(ms, message) {
    const deadline = performance.now() + ms;
    const isEarlier = deadline < this.#deadline;
    this.#deadline = deadline;
    this.#message = () => message(Math.round(ms));
    // The timer of a later deadline would come too late; that of an earlier one sets itself anew.
    if (!isEarlier) return;
    clearTimeout(this.#timer);
    this.#watch();
  }

  #watch = () => {
    const left = this.#deadline - performance.now();
    if (left > 0) this.#timer = setTimeout(this.#watch, Math.min(left, MAX_DELAY));
    else this.#fail(this.#timeoutFailure());
  };

  #timeoutFailure() {
    const message = this.#message();
    return this.#isSent
      ? new HostFailure('no-response', `${message}: ${ADVICE}`)
      : new HostFailure('timeout', message);
  }

  /** @param {HostFailure} failure */
  #fail(failure) {
    this.#failure ??= failure;
    this.#reject?.(this.#failure);
  }
}

/** @param {number} ms */
const noResponse = (ms) => `no response came within ${ms} ms`;

/** What to do after a timeout when all bytes may have arrived. */
const ADVICE =
  'the file was sent, and is not sent again, as it may be under analysis. Scan it again later, when its hash may be known, or ' +
  'give the server more time by responseTimeout';
