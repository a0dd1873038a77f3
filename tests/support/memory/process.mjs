// @ts-check
// The Node process that scans for long, told what to do by its parent.
import { getEventListeners, setMaxListeners } from 'node:events';
import { Session } from 'node:inspector/promises';
import { census } from './census.js';
import { signal } from './observe.js';
import { work } from './workloads.js';

const inspector = new Session();
inspector.connect();
// More than ten calls at a time share it.
setMaxListeners(0, signal);

/** @type {Record<string, (...args: any[]) => Promise<unknown>>} */
const commands = {
  work,
  async census() {
    const counts = await census((method, params) => inspector.post(method, params));
    const { external } = process.memoryUsage();
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout');
    const listeners = getEventListeners(signal, 'abort');
    return { ...counts, external, timers: timers.length, listeners: listeners.length };
  },
};

process.on('message', async (/** @type {any} */ { command, args }) => {
  try {
    process.send?.({ value: await commands[command]?.(...args) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  }
});
