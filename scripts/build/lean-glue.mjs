// @ts-check
import { Failure } from '../lib/failure.mjs';

/** What wasm-bindgen writes for runtimes that have no SIMD either, without which the module does not load. */
const FOR_OLD_RUNTIMES = [
  /\(typeof FinalizationRegistry === 'undefined'\)\s*\? \{ register: \(\) => \{\}, unregister: \(\) => \{\} \}\s*: /g,
  /^if \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[^]*?^\}\n/gm,
];

const LOADING = /^async function __wbg_load\([^]*/m;

/**
 * Takes the module or its bytes. That of wasm-bindgen takes much more, and would have Node load all of fetch to see that it
 * got none of it, which takes longer than everything else.
 */
const OWN_LOADING = `
let loading;
export default function load(input) {
  loading ??= loaded(input).catch((cause) => {
    loading = undefined;
    throw cause;
  });
  return loading;
}
async function loaded(input) {
  const module = input instanceof WebAssembly.Module ? input : await WebAssembly.compile(input);
  return __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
}
`;

/**
 * The glue without what nobody needs. It is text that wasm-bindgen wrote: whatever is not where it is expected is a
 * failure.
 * @param {string} glue
 */
export function lean(glue) {
  const without = FOR_OLD_RUNTIMES.reduce((text, old) => replaced(text, old, ''), glue);
  return replaced(without, LOADING, OWN_LOADING);
}

/**
 * @param {string} text
 * @param {RegExp} what
 * @param {string} by
 */
function replaced(text, what, by) {
  const result = text.replace(what, by);
  if (result === text) throw new Failure(`the glue has nothing like ${what}`);
  return result;
}
