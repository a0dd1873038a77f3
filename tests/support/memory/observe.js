// @ts-check
// What a census looks at, in the global `observed`. To be imported before the package is used.

/** Every call of every scan is given this one signal, as those of an app that lives long are. */
const { signal } = new AbortController();

/** @type {{ signal: AbortSignal, exports?: WebAssembly.Exports }} */
const observed = { signal };
Object.assign(globalThis, { observed });

for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
  const original = /** @type {Function} */ (WebAssembly[name]);
  Object.assign(WebAssembly, {
    async [name](/** @type {any} */ module, /** @type {any} */ imports) {
      const result = await original.call(WebAssembly, module, imports);
      const { exports } = result.instance ?? result;
      // Node has modules of its own.
      if (exports.__wbindgen_externrefs) observed.exports = exports;
      return result;
    },
  });
}

export { signal };
