// @ts-check
// The Node process that runs scenarios, told so by its parent. It prints nothing, unless something is wrong.
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
