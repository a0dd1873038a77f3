// @ts-check

/**
 * Waits until somebody ends this process.
 * @returns {Promise<void>}
 */
export function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
    // A signal to npm alone ends the shell between npm and this process, which never hears of it.
    const shell = process.ppid;
    if (process.env.npm_lifecycle_event) {
      setInterval(() => process.ppid !== shell && resolve(), 500).unref();
    }
  });
}
