import { throwIfAborted } from './failure.js';
import { runtime } from './runtime.js';

/** Timers count in a signed 32-bit integer. */
export const MAX_DELAY = 2 ** 31 - 1;

/** ms on a clock that only moves forward. */
export const now = () => performance.now();

/**
 * Listens to a signal. Many calls may share one, of which Node would warn after the tenth.
 * @param {AbortSignal | undefined} signal
 * @param {() => void} listener
 */
export function listen(signal, listener) {
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
  throwIfAborted(signal);
  let timer;
  let wake;
  try {
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, Math.min(Math.max(delay, 0), MAX_DELAY));
      listen(signal, resolve);
    });
  } finally {
    clearTimeout(timer);
    if (wake) signal?.removeEventListener('abort', wake);
  }
  throwIfAborted(signal);
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
