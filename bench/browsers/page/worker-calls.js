// @ts-check

/**
 * Starts a module worker that answers one message at a time.
 * @param {string} name of the module
 */
export function startWorker(name) {
  const worker = new Worker(new URL(name, import.meta.url), { type: 'module' });
  return {
    /** @param {unknown} message @returns {Promise<any>} */
    ask: (message) =>
      new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) =>
          'error' in data ? reject(data.error) : resolve(data.value);
        worker.onerror = reject;
        worker.postMessage(message);
      }),
    stop: () => worker.terminate(),
  };
}

/**
 * The worker's side.
 * @param {(message: any) => Promise<unknown>} work
 */
export function answerBy(work) {
  self.onmessage = async ({ data }) => {
    self.postMessage(
      await work(data).then(
        (value) => ({ value }),
        (error) => ({ error }),
      ),
    );
  };
}
