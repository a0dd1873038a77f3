// @ts-check

/** Why the scanning of a request is ended. */
export class TooLong extends Error {
  /** The time that the client waits is over, or the calls are. */
  constructor() {
    super('the analysis takes longer than this request can');
  }
}

/** Whoever sent the request has hung up. */
export class Gone extends Error {
  /** @param {ErrorOptions} [options] */
  constructor(options) {
    super('the client is gone', options);
  }
}

/** To hand a request over: its body into the bucket, its record, a message. To finish it: body, origin, deletion. */
const RESERVE = 3;

/**
 * What one request may use: calls (Workers, Platform limits, "Subrequests": 50 on the Free plan) and time. Where
 * one of them runs out, `signal` ends the scanning, and enough calls are left to hand the request over.
 */
export class Budget {
  #left;
  #reserve = RESERVE;
  #controller = new AbortController();
  #gone = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #clock;

  /** @param {number} calls */
  constructor(calls) {
    this.#left = calls;
  }

  /** Aborted where the scanning has to end. */
  get signal() {
    return this.#controller.signal;
  }

  /** Aborted where nobody waits for the answer any more. */
  get gone() {
    return this.#gone.signal;
  }

  /** The client has hung up. */
  hangUp() {
    const reason = new Gone();
    this.stop(reason);
    this.#gone.abort(reason);
  }

  /** From now on a client that hangs up changes nothing. */
  commit() {
    this.#gone = new AbortController();
  }

  /** Ends the scanning. @param {unknown} reason */
  stop(reason) {
    this.#controller.abort(reason);
  }

  /** Ends it after so many ms, unless the clock is stopped. @param {number} ms */
  startClock(ms) {
    this.#clock = setTimeout(() => this.stop(new TooLong()), ms);
  }

  stopClock() {
    clearTimeout(this.#clock);
  }

  /** How many calls are kept for the end. @param {number} calls */
  keep(calls) {
    this.#reserve = Math.max(RESERVE, calls);
  }

  /** Begins anew with another task, with the calls that are left. */
  renew() {
    this.#controller = new AbortController();
  }

  /** Whether there are so many calls left. @param {number} calls */
  has(calls) {
    return this.#left >= calls;
  }

  /** Counts a call of the scanning; throws where it is one too many. */
  spend() {
    if (this.#left <= this.#reserve) this.stop(new TooLong());
    this.signal.throwIfAborted();
    this.#left--;
  }

  /** Counts calls that have to be made: they are what the reserve is for. @param {number} [calls] */
  take(calls = 1) {
    this.#left -= calls;
  }

  /** How many calls there are for the scanning. */
  get spare() {
    return this.#left - this.#reserve;
  }

  /**
   * A `fetch` that counts.
   * @param {(input: string, init: RequestInit) => Promise<Response>} fetch
   * @returns {(input: string, init: RequestInit) => Promise<Response>}
   */
  counting(fetch) {
    return async (input, init) => {
      this.spend();
      return fetch(input, init);
    };
  }
}
