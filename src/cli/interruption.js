// @ts-check

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** What waits for the server to hear of a cancelled analysis does so no longer, ms. */
const PATIENCE = 5000;

/**
 * Does work that a signal ends, as does a reader of the output that goes away. Analyses under way are cancelled meanwhile: the process lives until the
 * server has heard of it, or a second signal comes.
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
    // After an abort they stay: the cancelling goes on.
    if (!controller.signal.aborted) {
      for (const signal of SIGNALS) process.off(signal, interrupt);
      process.stdout.off('error', lostReader);
    }
  }
}
