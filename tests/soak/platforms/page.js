// @ts-check
// The functions of a page for its driver.
import '../../support/memory/observe.js';
import { memorySize, valuesKept } from '../../support/memory/observe-module.js';
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

/** Figures that can be counted without a memory tool. */
const counts = () => ({ wasm: memorySize(), values: valuesKept() });

Object.assign(globalThis, { runScenario, said: () => said, counts });
