// @ts-check

export class TimeoutError extends Error {
  /** @param {number} ms */
  constructor(ms) {
    super(`nothing came within ${Math.round(ms / 1000)} s`);
  }
}

/**
 * Waits for a promise that may never settle; workerd may then not even run its `finally`.
 * @template T
 * @param {number} ms
 * @param {AbortSignal | undefined} signal also ends the waiting
 * @param {(signal: AbortSignal) => T | Promise<T>} begin gets a signal that is aborted when the waiting ends early
 * @returns {Promise<T>}
 */
export async function withTimeout(ms, signal, begin) {
  signal?.throwIfAborted();
  const controller = new AbortController();
  /** @type {(reason: unknown) => void} */
  let fail = () => {};
  const abort = () => fail(signal?.reason);
  const timer = setTimeout(() => fail(new TimeoutError(ms)), ms);
  signal?.addEventListener('abort', abort);
  try {
    return await new Promise((resolve, reject) => {
      fail = (reason) => {
        reject(reason);
        controller.abort(reason);
      };
      Promise.resolve(begin(controller.signal)).then(resolve, reject);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
