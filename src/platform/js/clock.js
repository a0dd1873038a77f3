import { throwIfAborted } from './failure.js';
import { runtime } from './runtime.js';

/** Timers count in a signed 32-bit integer. */
export const MAX_DELAY = 2 ** 31 - 1;

/** ms on a clock that only moves forward. */
export const now = () => performance.now();

/**
 * Listens to a signal. Many calls may share one, and Node would warn about the eleventh listener.
 * @param {AbortSignal | undefined} signal
 * @param {() => void} listener
 */
export function listen(signal, listener) {
  if (!signal) return;
  const { process } = /** @type {any} */ (globalThis);
  try {
    process?.getBuiltinModule?.('node:events').setMaxListeners(0, signal);
  } catch {
    // The signal is from another implementation.
  }
  signal.addEventListener('abort', listener);
}

/**
 * Waits for some ms, or until the signal is aborted.
 * @param {number} delay ms
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

/** Yields to the event loop: events, timers, a page's frames. */
export function turn() {
  const { setImmediate, MessageChannel } = /** @type {any} */ (globalThis);
  return new Promise((resolve) => {
    if (setImmediate) return setImmediate(resolve);
    // Browsers throttle the timers of a page. In workerd, messages would starve everything else; Jest's jsdom has no MessageChannel.
    if (runtime() !== 'browser' || !MessageChannel) return setTimeout(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(0);
  });
}
