// @ts-check
import { ClientDisconnectedError } from '../client-disconnected.js';

/** The request has used up its time or its calls. */
export class BudgetExceededError extends Error {
  constructor() {
    super('the analysis takes longer than this request can');
  }
}

/**
 * The calls that are kept for the end. To hand a request over: put its body, put its record, send a message. To finish
 * it: get the body, call the origin, delete the body.
 */
const MIN_RESERVE = 3;

/**
 * The time and the calls that one request may use (Workers, Platform limits, "Subrequests": 50 on the Free plan). When
 * either runs out, `signal` stops the scan, and enough calls are left to hand the request over.
 */
export class Budget {
  #left;
  #reserve = MIN_RESERVE;
  #controller = new AbortController();
  #disconnected = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {number} calls */
  constructor(calls) {
    this.#left = calls;
  }

  /** Whether calls are counted at all. */
  get isLimited() {
    return this.#left < Infinity;
  }

  /** Aborted when the scan has to stop. */
  get signal() {
    return this.#controller.signal;
  }

  /** Aborted when the client disconnects. */
  get disconnectSignal() {
    return this.#disconnected.signal;
  }

  disconnect() {
    const reason = new ClientDisconnectedError();
    this.stop(reason);
    this.#disconnected.abort(reason);
  }

  /** From now on the work continues even if the client disconnects. */
  ignoreDisconnect() {
    this.#disconnected = new AbortController();
  }

  /** Stops the scan. @param {unknown} reason */
  stop(reason) {
    this.#controller.abort(reason);
  }

  /** Stops the scan after so many ms. @param {number} ms */
  startTimer(ms) {
    this.#timer = setTimeout(() => this.stop(new BudgetExceededError()), ms);
  }

  stopTimer() {
    clearTimeout(this.#timer);
  }

  /** Sets how many calls are kept for the end. @param {number} calls */
  reserve(calls) {
    this.#reserve = Math.max(MIN_RESERVE, calls);
  }

  /** Starts another task with the calls that are left. */
  restart() {
    this.#controller = new AbortController();
  }

  /** Whether at least so many calls are left. @param {number} calls */
  hasCalls(calls) {
    return this.#left >= calls;
  }

  /** Stops the scan, and throws, if only the reserve is left for its next call. */
  requireCall() {
    if (this.#left <= this.#reserve) this.stop(new BudgetExceededError());
    this.signal.throwIfAborted();
  }

  /** Counts a call of the scan; throws if only the reserve is left. */
  spend() {
    this.requireCall();
    this.#left--;
  }

  /** Counts calls that may use the reserve. @param {number} [calls] */
  spendReserved(calls = 1) {
    this.#left -= calls;
  }

  /** The calls that the scan may still make. */
  get available() {
    return this.#left - this.#reserve;
  }

  /**
   * A `fetch` that counts its calls.
   * @param {(input: string, init: RequestInit) => Promise<Response>} fetch
   * @returns {(input: string, init: RequestInit) => Promise<Response>}
   */
  countingFetch(fetch) {
    return async (input, init) => {
      this.spend();
      return fetch(input, init);
    };
  }
}
