// @ts-check
import { MetaDefender } from './client.js';
import { MetaDefenderError } from './error.js';
import load, * as wasm from './glue.js';

/**
 * The functions of the package, for a runtime that finds the module with `locate`.
 *
 * @param {() => import('./index.js').InitInput | Promise<import('./index.js').InitInput>} locate
 */
export function api(locate) {
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
      await load({ module_or_path: await readable(module ?? (await locate())) });
      makeIterable(wasm.Pages.prototype);
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
    return new MetaDefender(options);
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

  return { init, connect, digest, createHasher };
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
 * The same, but for a `file:` URL, which Node's fetch does not take: what is there.
 *
 * @param {import('./index.js').InitInput} input
 */
async function readable(input) {
  const fs = globalThis.process?.getBuiltinModule?.('node:fs/promises');
  return fs && input instanceof URL && input.protocol === 'file:' ? fs.readFile(input) : input;
}
