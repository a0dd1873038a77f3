// @ts-check
// What a census looks at, in the global `observed`. To be imported before the package is used.
import './observe-module.js';

/** Every call of every scan is given this one signal, as those of an app that lives long are. */
const { signal } = new AbortController();
Object.assign(/** @type {any} */ (globalThis).observed, { signal });

export { signal };
