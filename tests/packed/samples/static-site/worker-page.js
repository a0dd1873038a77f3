const worker = new Worker('worker.js', { type: 'module' });

/** @param {string} name of a function of the worker @returns {(...args: unknown[]) => Promise<unknown>} */
const remote =
  (name) =>
  (...args) =>
    new Promise((resolve, reject) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(`the worker failed: ${message}`));
      worker.postMessage({ name, args }, [port2]);
    });

for (const name of ['runCase', 'violations', 'failure']) {
  Object.assign(globalThis, { [name]: remote(name) });
}
