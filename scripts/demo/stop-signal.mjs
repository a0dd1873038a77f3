// @ts-check

/**
 * Waits until this process is told to end.
 * @returns {Promise<void>}
 */
export function stopSignal() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve());
    // A signal to npm alone ends the shell between npm and this process, which does not get the signal.
    const shell = process.ppid;
    if (process.env.npm_lifecycle_event) {
      setInterval(() => process.ppid !== shell && resolve(), 500).unref();
    }
  });
}
