// First, so that it observes the other modules.
import { violations } from './violations.js';
// A worker has no import map, and imports the package by its URL.
import { connect } from '/node_modules/metadefender-wasm/dist/browser.js';
// The cases, bundled by the test; the package is not in it, but imported from the same address.
import { runCase } from './run-case.bundle.js';
import { failureOf } from './failure.js';

/** @type {Record<string, (...args: any[]) => unknown>} */
const functions = { runCase, violations, failure: (options) => failureOf(connect(options)) };

addEventListener('message', async ({ data: { name, args }, ports: [port] }) => {
  port?.postMessage(await functions[name]?.(...args));
});
