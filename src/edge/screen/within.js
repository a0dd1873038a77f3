// @ts-check

/** What was waited for did not come in time. */
export class Late extends Error {
  /** @param {number} ms */
  constructor(ms) {
    super(`nothing came within ${Math.round(ms / 1000)} s`);
  }
}

/**
 * Waits for what may never settle: somebody else's promise, of which the runtime would not even run `finally`.
 * @template T
 * @param {number} ms
 * @param {AbortSignal} signal which ends the waiting too
 * @param {(signal: AbortSignal) => T | Promise<T>} begin gets a signal that tells when nobody waits any more
 * @returns {Promise<T>}
 */
export async function within(ms, signal, begin) {
  signal.throwIfAborted();
  const controller = new AbortController();
  /** @type {(reason: unknown) => void} */
  let giveUp = () => {};
  const abort = () => giveUp(signal.reason);
  const timer = setTimeout(() => giveUp(new Late(ms)), ms);
  signal.addEventListener('abort', abort);
  try {
    return await new Promise((resolve, reject) => {
      giveUp = (reason) => {
        reject(reason);
        controller.abort(reason);
      };
      Promise.resolve(begin(controller.signal)).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
