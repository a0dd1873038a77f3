// @ts-check
// The Node process that runs scenarios on behalf of its parent. It prints only errors.
import { nodeCensus } from '../../support/memory/node-census.mjs';
import { runScenario } from '../run-scenario.js';

/** @type {Record<string, (...args: any[]) => Promise<unknown>>} */
const commands = { runScenario, census: nodeCensus };

process.on('message', async (/** @type {any} */ { id, command, args }) => {
  try {
    process.send?.({ id, value: await commands[command]?.(...args) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.stack : String(error) });
  }
});
