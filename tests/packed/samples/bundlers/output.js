/** The gateway's address, which whoever opens the page puts into its address. */
export const gateway = new URLSearchParams(location.search).get('gateway');

/**
 * Writes what comes of something into the page.
 *
 * @param {string} id
 * @param {Promise<unknown>} outcome
 */
export async function show(id, outcome) {
  const value = await outcome.catch((error) => `it failed: ${error}`);
  document.getElementById(id).textContent = JSON.stringify(value);
}

/** What the worker makes of the gateway. @param {Worker} worker */
export function ask(worker) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(gateway);
  });
}
