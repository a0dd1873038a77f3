// @ts-check
import { MetaDefenderError } from './error.js';
import load, * as wasm from './glue.js';

/**
 * The functions of the package, for a runtime that finds the module with `locate` and, if it is a browser, the
 * workers that hash large files with `loadWorkers`.
 *
 * @param {() => import('./index.js').InitInput | Promise<import('./index.js').InitInput>} locate
 * @param {import('../platform/js/background.js').Load} [loadWorkers]
 */
export function api(locate, loadWorkers) {
  /** @type {Promise<void> | undefined} */
  let ready;

  /** @type {typeof import('./index.js').init} */
  function init(module) {
    ready ??= initialise(module).catch((cause) => {
      ready = undefined;
      throw cause;
    });
    return ready;
  }

  /** @param {import('./index.js').InitInput | undefined} module */
  async function initialise(module) {
    try {
      await instantiate(await loadable(module ?? (await locate())));
      makeIterable(wasm.Pages.prototype);
      if (loadWorkers) wasm.provideWorkers(loadWorkers);
    } catch (cause) {
      if (cause instanceof MetaDefenderError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `The WebAssembly module does not load: ${allowance(reason)}${reason}`;
      throw new MetaDefenderError('unsupported', message, { cause });
    }
  }

  /** @type {typeof import('./index.js').connect} */
  async function connect(options) {
    await init();
    return new wasm.MetaDefender(options);
  }

  /** @type {typeof import('./index.js').digest} */
  async function digest(source, options) {
    await init();
    return wasm.digest(source, options);
  }

  /** @type {typeof import('./index.js').createHasher} */
  async function createHasher(algorithms) {
    await init();
    return new wasm.Hasher(algorithms);
  }

  /** @type {typeof import('./index.js').assess} */
  async function assess(report, options) {
    await init();
    return wasm.assess(report, options);
  }

  return { init, connect, digest, createHasher, assess };
}

/**
 * @param {WebAssembly.Module | BufferSource} module
 */
async function instantiate(module) {
  if ('document' in globalThis) return load({ module_or_path: module });
  // It looks whether it was given a Request, and to do so Node loads all of fetch. A page cannot do it like this: its
  // thread must not wait for so large a module.
  const compiled =
    module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module);
  return wasm.initSync({ module: compiled });
}

/**
 * What a page has to allow. Browsers say less, or ask for 'unsafe-eval', which is far more.
 *
 * @param {string} reason
 */
function allowance(reason) {
  const isPolicy = /content security policy|blocked by csp/i.test(reason);
  return isPolicy ? "the page's policy has to allow script-src 'wasm-unsafe-eval': " : '';
}

/**
 * Rust can name the methods of an async iterator, but not the key of an async iterable.
 *
 * @param {object} iterator
 */
function makeIterable(iterator) {
  Object.defineProperty(iterator, Symbol.asyncIterator, {
    configurable: true,
    value() {
      return this;
    },
  });
}

/**
 * The module, or its bytes.
 *
 * @param {import('./index.js').InitInput} given
 */
async function loadable(given) {
  const input = /** @type {any} */ (await given);
  if (input instanceof WebAssembly.Module || 'byteLength' in Object(input)) return input;
  const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
  if (fs && input instanceof URL && input.protocol === 'file:') return fs.readFile(input);
  const response = input instanceof Response ? input : await fetch(input);
  if (!response.ok) throw new Error(`${response.url} answers ${response.status}`);
  const isWasm = response.headers.get('content-type') === 'application/wasm';
  return isWasm ? WebAssembly.compileStreaming(response) : response.arrayBuffer();
}
