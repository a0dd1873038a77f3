// @ts-check
// What is alive in this process of Node's. `observe.js` has to be imported before the package.
import { getEventListeners, setMaxListeners } from 'node:events';
import { Session } from 'node:inspector/promises';
import { census } from './census.js';
import { signal } from './observe.js';

const inspector = new Session();
inspector.connect();
// More than ten calls at a time share it.
setMaxListeners(0, signal);

/**
 * @param {string[]} [classes] of the census
 * @returns {Promise<Record<string, number>>}
 */
export async function nodeCensus(classes) {
  const counts = await census((method, params) => inspector.post(method, params), classes);
  const { external } = process.memoryUsage();
  const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
  const listeners = getEventListeners(signal, 'abort');
  return { ...counts, external, timers: timers.length, listeners: listeners.length };
}
