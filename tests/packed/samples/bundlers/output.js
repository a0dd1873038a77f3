/** The gateway's address, from the query of the page's URL. */
export const gateway = new URLSearchParams(location.search).get('gateway');

/**
 * Writes the result of a promise into the page.
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
