// @ts-check
import load, * as wasm from './glue.js';

/** @typedef {import('./index.js').InitInput} InitInput */

/**
 * Loads the copy of the module that is embedded as text.
 * @typedef {() => Promise<typeof import('./embedded-wasm.js')>} LoadEmbedded
 */

/**
 * Loads the module and instantiates it.
 * @param {InitInput} given
 * @param {LoadEmbedded} [loadEmbedded] used if the address does not lead to the module: some bundlers leave out a file that
 *   is referred to by `new URL`, but all follow an `import`
 */
export async function loadModule(given, loadEmbedded) {
  await instantiate(await loadable(given).catch(embedded));

  /** @param {unknown} cause */
  async function embedded(cause) {
    if (!(loadEmbedded && cause instanceof NotFound)) throw cause;
    // If both fail, report the address, which the user can change.
    return loadEmbedded().then(
      ({ wasmBytes }) => wasmBytes(),
      () => Promise.reject(cause),
    );
  }
}

/** The address does not lead to WebAssembly. */
class NotFound extends Error {}

/**
 * The module, or its bytes.
 * @param {InitInput} given
 */
async function loadable(given) {
  const input = /** @type {any} */ (await given);
  if (isModule(input) || 'byteLength' in Object(input)) return input;
  if (input instanceof URL && input.protocol === 'file:') {
    const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
    if (fs) return fs.readFile(input);
  }
  const response = input instanceof Response ? input : await fetched(input);
  if (!response.ok) throw new NotFound(`${response.url} answers ${response.status}`);
  const isWasm = response.headers.get('content-type') === 'application/wasm';
  if (isWasm) return WebAssembly.compileStreaming(response);
  const bytes = await response.arrayBuffer();
  if (!startsAsWasm(bytes)) throw new NotFound(`${response.url} answers no WebAssembly`);
  return bytes;
}

/** @param {string | URL | Request} address */
async function fetched(address) {
  try {
    return await fetch(address);
  } catch (cause) {
    throw new NotFound(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Checks the bytes: servers of single-page applications return their page for a missing file. @param {ArrayBuffer} bytes */
function startsAsWasm(bytes) {
  const magic = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  return String.fromCharCode(...magic) === '\0asm';
}

/**
 * @param {WebAssembly.Module | BufferSource} module
 */
async function instantiate(module) {
  if ('document' in globalThis) return load({ module_or_path: module });
  // `load` checks for a Request, for which Node would load all of fetch. A page cannot use `initSync`: its thread must
  // not block on so large a module.
  const compiled = isModule(module) ? module : await WebAssembly.compile(module);
  // `initSync` would compile a module from another realm again.
  if (!(compiled instanceof WebAssembly.Module)) return load({ module_or_path: compiled });
  return wasm.initSync({ module: compiled });
}

/**
 * Whether a value is a module, also one from another realm: in Vercel's edge runtime, imported modules are.
 * @param {unknown} input
 * @returns {input is WebAssembly.Module}
 */
const isModule = (input) => Object.prototype.toString.call(input) === '[object WebAssembly.Module]';
