import { HostFailure, check } from './failure.js';
import { runtime } from './runtime.js';

/** Timers count in a signed 32-bit integer. */
const LONGEST = 2 ** 31 - 1;

/** ms on a clock that only moves forward. */
export const now = () => performance.now();

/**
 * Listens to a signal. Many calls may share one, of which Node would warn after the tenth.
 * @param {AbortSignal | undefined} signal
 * @param {() => void} listener
 */
function listen(signal, listener) {
  if (!signal) return;
  const { process } = /** @type {any} */ (globalThis);
  try {
    process?.getBuiltinModule?.('node:events').setMaxListeners(0, signal);
  } catch {
    // A signal of another implementation, which Node counts no listeners of.
  }
  signal.addEventListener('abort', listener);
}

/**
 * Waits so many ms, or until the signal is aborted.
 * @param {number} delay
 * @param {AbortSignal | undefined} signal
 */
export async function sleep(delay, signal) {
  check(signal);
  let timer;
  let wake;
  try {
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, Math.min(Math.max(delay, 0), LONGEST));
      listen(signal, resolve);
    });
  } finally {
    clearTimeout(timer);
    if (wake) signal?.removeEventListener('abort', wake);
  }
  check(signal);
}

/** Lets others have their turn: events, timers, a page's frames. */
export function turn() {
  const { setImmediate, MessageChannel } = /** @type {any} */ (globalThis);
  return new Promise((resolve) => {
    if (setImmediate) return setImmediate(resolve);
    // A page's timers are late on purpose; in Workers a message comes before them all.
    if (runtime() !== 'browser') return setTimeout(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(0);
  });
}

/**
 * What may end the waiting for one request or file: the caller's signal, and nothing moving for too
 * long. Whoever has one ends it.
 */
export class Patience {
  /** @type {((failure: HostFailure) => void) | undefined} */
  #interrupt;
  /** @type {HostFailure | undefined} */
  #over;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #deadline = Infinity;
  #signal;
  #timeout;

  /**
   * @param {AbortSignal | undefined} signal
   * @param {number} [timeout] ms
   */
  constructor(signal, timeout = Infinity) {
    check(signal);
    this.#signal = signal;
    this.#timeout = timeout;
    listen(signal, this.#aborted);
    this.moved();
    if (timeout < Infinity) this.#watch();
  }

  /** Something moved; nothing can be seen to move for `more` ms. */
  moved(more = 0) {
    const deadline = performance.now() + this.#timeout + more;
    const isEarlier = deadline < this.#deadline;
    this.#deadline = deadline;
    // The timer of a later deadline would come too late.
    if (isEarlier && this.#timer) {
      clearTimeout(this.#timer);
      this.#watch();
    }
  }

  /**
   * What a promise answers, unless the waiting ends first. One is waited for at a time.
   * @template T
   * @param {T | PromiseLike<T>} promise
   * @returns {Promise<T>}
   */
  for(promise) {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      Promise.resolve(promise).then(resolve, reject);
      if (this.#over) reject(this.#over);
    });
  }

  end() {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#aborted);
  }

  #aborted = () => this.#fail(new HostFailure('aborted', '', this.#signal?.reason));

  #watch = () => {
    const left = this.#deadline - performance.now();
    if (left > 0) this.#timer = setTimeout(this.#watch, Math.min(left, LONGEST));
    else this.#fail(new HostFailure('timeout', `nothing moved for ${this.#timeout} ms`));
  };

  /** @param {HostFailure} failure */
  #fail(failure) {
    this.#over ??= failure;
    this.#interrupt?.(this.#over);
  }
}
