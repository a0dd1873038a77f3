// @ts-check
// What the module has of memory, in the global `observed`. To be imported before the package is used.

/** @type {{ memory?: WebAssembly.Memory, values?: WebAssembly.Table }} */
const observed = {};
Object.assign(globalThis, { observed });

/** @param {WebAssembly.Exports} exported */
function observe(exported) {
  /** @type {[string, WebAssembly.ExportValue][]} */
  const exports = Object.entries(exported);
  // Node has modules of its own, whose one table is that of functions.
  if (exports.some(([name]) => name === '__indirect_function_table')) return;
  for (const [, item] of exports) {
    if (item instanceof WebAssembly.Memory) observed.memory = item;
    if (item instanceof WebAssembly.Table) observed.values = item;
  }
}

for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
  const original = /** @type {Function} */ (WebAssembly[name]);
  Object.assign(WebAssembly, {
    async [name](/** @type {any} */ module, /** @type {any} */ imports) {
      const result = await original.call(WebAssembly, module, imports);
      observe((result.instance ?? result).exports);
      return result;
    },
  });
}

// A proxy, as the glue asks whether something is an instance of this very class.
WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
  construct(Instance, [module, imports]) {
    const instance = new Instance(module, imports);
    observe(instance.exports);
    return instance;
  },
});

/** How many values the module keeps in the table through which it holds JavaScript's. */
export function valuesKept() {
  let kept = 0;
  const { values } = observed;
  // A slot that is free holds null.
  for (let index = 0; values && index < values.length; index++)
    kept += values.get(index) === null ? 0 : 1;
  return kept;
}

/** How many bytes its memory has. */
export const memorySize = () => observed.memory?.buffer.byteLength ?? 0;
