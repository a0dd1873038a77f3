import { MAX_DELAY, listen } from './clock.js';
import { HostFailure, throwIfAborted } from './failure.js';

/** 1 MiB/s: the speed at which a server may store or forward a file between the last byte of an upload and its response. */
const STORED_BYTES_PER_MS = 1 << 10;

/** Bytes per ms. An upload without progress events may take the time that it needs at this speed, but an hour at most. */
const MIN_UPLOAD_SPEED = 32;
const MAX_UPLOAD_TIME = 3_600_000;

/**
 * Ends the wait for one request or file: when the caller aborts, when there was no progress for too long, and when an
 * upload gets no response. The caller of the constructor has to call `dispose`.
 */
export class StallGuard {
  /** @type {((failure: HostFailure) => void) | undefined} */
  #reject;
  /** @type {HostFailure | undefined} */
  #failure;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #deadline = Infinity;
  /** The message of the failure when the deadline has passed. */
  #message = () => '';
  /** Whether the last byte of an upload was sent, or may have been. The file must not be sent again then. */
  #isSent = false;
  /** @type {AbortController | undefined} */
  #controller;
  #signal;
  #timeout;
  #responseTimeout;

  /**
   * @param {AbortSignal | undefined} signal the caller's
   * @param {number} [timeout] ms without progress
   * @param {number} [responseTimeout] ms from the last byte of an upload to its response, in addition to the time for its size
   */
  constructor(signal, timeout = Infinity, responseTimeout = Infinity) {
    throwIfAborted(signal);
    this.#signal = signal;
    this.#timeout = timeout;
    this.#responseTimeout = responseTimeout;
    listen(signal, this.#onAbort);
    this.touch();
  }

  /** Whether the wait has ended. */
  get isOver() {
    return this.#failure !== undefined;
  }

  /** The signal for a request whose response is read here. `dispose` aborts it. */
  get requestSignal() {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /**
   * The signal for a request whose response the caller reads. The caller's own signal aborts it too, if the runtime can
   * combine two signals.
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

  /** Records progress. */
  touch() {
    this.#setDeadline(this.#timeout, (ms) => `nothing moved for ${ms} ms`);
  }

  /** Records progress of an upload that is not finished. */
  touchUpload() {
    this.#isSent = false;
    this.touch();
  }

  /**
   * The last byte of an upload was sent: starts the wait for the response.
   * @param {number} length of the upload
   * @param {number} [extra] ms
   */
  awaitResponse(length, extra = 0) {
    this.#isSent = true;
    const storing = length / STORED_BYTES_PER_MS;
    this.#setDeadline(extra + storing + this.#responseTimeout, noResponse);
  }

  /** Starts the wait for an upload without progress events. @param {number} length */
  awaitUnseenUpload(length) {
    this.awaitResponse(length, Math.min(length / MIN_UPLOAD_SPEED, MAX_UPLOAD_TIME));
  }

  /**
   * Settles like a promise, unless the wait ends first. Only one promise may be pending at a time. (`Promise.race` with a
   * long-lived promise would keep all values that it was ever given.)
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
   * @param {boolean} isReleased whether not to abort the request: it has ended, or somebody else reads the response
   */
  dispose(isReleased = false) {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    // The owner may have given up midway: a pending wait ends too.
    this.#fail(new HostFailure('aborted', ''));
    // After an abort or a stall, or if the server responded before it read the whole body.
    if (!isReleased) this.#controller?.abort();
  }

  #onAbort = () => this.#fail(new HostFailure('aborted', '', this.#signal?.reason));

  /**
   * @param {number} ms
   * @param {(ms: number) => string} message of the failure when they have passed
   */
  #setDeadline(ms, message) {
    const deadline = performance.now() + ms;
    const isEarlier = deadline < this.#deadline;
    this.#deadline = deadline;
    this.#message = () => message(Math.round(ms));
    // A running timer is kept if it is not too late: it sets itself again for the new deadline.
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
