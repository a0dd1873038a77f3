// @ts-check

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** How long the process waits for analyses to be cancelled, ms. */
const PATIENCE = 5000;

/**
 * Runs work until it ends or is aborted, by a signal to the process or because nobody reads the output any more. After an abort
 * the process waits until running analyses are cancelled, but at most 5 s, and not after a second signal.
 * @template T
 * @param {(signal: AbortSignal) => Promise<T>} work
 */
export async function interruptible(work) {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit();
    controller.abort();
    setTimeout(() => process.exit(), PATIENCE).unref();
  };
  const lostReader = () => controller.signal.aborted || interrupt();
  for (const signal of SIGNALS) process.on(signal, interrupt);
  process.stdout.on('error', lostReader);
  try {
    return await work(controller.signal);
  } finally {
    // After an abort the handlers stay, since analyses are still being cancelled.
    if (!controller.signal.aborted) {
      for (const signal of SIGNALS) process.off(signal, interrupt);
      process.stdout.off('error', lostReader);
    }
  }
}
