// @ts-check
// What a page offers to whoever drives it.
import '../../support/memory/observe.js';
import { runScenario } from '../run-scenario.js';

/** What was thrown or written outside of any call. @type {string[]} */
const said = [];

addEventListener('error', ({ message, error }) => said.push(`thrown: ${message} ${error?.stack}`));
addEventListener('unhandledrejection', ({ reason }) => said.push(`rejected: ${reason}`));
for (const name of /** @type {const} */ (['log', 'info', 'debug', 'warn', 'error'])) {
  const original = console[name];
  console[name] = (...args) => {
    said.push(`console.${name}: ${args.join(' ')}`);
    original(...args);
  };
}

/** What can be counted where no tool looks into the memory: that of the module, and the values it keeps. */
function counts() {
  const { memory, values } = /** @type {any} */ (globalThis).observed;
  let kept = 0;
  // A slot that is free holds null.
  for (let index = 0; index < values.length; index += 1) kept += values.get(index) === null ? 0 : 1;
  return { wasm: memory.buffer.byteLength, values: kept };
}

Object.assign(globalThis, { runScenario, said: () => said, counts });
