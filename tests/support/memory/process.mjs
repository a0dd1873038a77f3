// @ts-check
// The Node process that scans for long, told what to do by its parent.
import { nodeCensus } from './node-census.mjs';
import { work } from './workloads.js';

/** @type {Record<string, (...args: any[]) => Promise<unknown>>} */
const commands = { work, census: () => nodeCensus() };

process.on('message', async (/** @type {any} */ { command, args }) => {
  try {
    process.send?.({ value: await commands[command]?.(...args) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.stack : String(error) });
  }
});
