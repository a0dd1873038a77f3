// @ts-check
import { MetaDefenderError } from './error.js';
import * as wasm from './glue.js';
import { loadModule } from './module.js';
import { worksThroughProxies } from './through-proxies.js';

/**
 * The parts that a page loads on demand.
 * @typedef {object} PageParts
 * @property {import('./module.js').LoadEmbedded} loadEmbedded
 * @property {import('../platform/js/background.js').Load} loadWorkers the workers that hash large files
 */

/**
 * The functions of the package, for a runtime that finds the module with `locate`.
 *
 * @param {() => import('./index.js').InitInput | Promise<import('./index.js').InitInput>} locate
 * @param {PageParts} [parts] in browsers
 */
export function api(locate, parts) {
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
      await loadModule(module ?? (await locate()), module ? undefined : parts?.loadEmbedded);
      prepareClasses();
      if (parts) wasm.provideWorkers(parts.loadWorkers);
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
    return (await wasm.digestSmall(source, options)) ?? wasm.digest(source, options);
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
 * What the page's policy has to allow. Browsers do not say it, or suggest 'unsafe-eval', which allows far more.
 *
 * @param {string} reason
 */
function allowance(reason) {
  const isPolicy = /content security policy|blocked by csp/i.test(reason);
  return isPolicy ? "the page's policy has to allow script-src 'wasm-unsafe-eval': " : '';
}

let isPrepared = false;

/** Runs only once: several entries of the package may share the glue. */
function prepareClasses() {
  if (isPrepared) return;
  isPrepared = true;
  const { Batch, Hasher, MetaDefender, Pages } = wasm;
  for (const Class of [Batch, Hasher, MetaDefender, Pages]) worksThroughProxies(Class);
  makeIterable(Pages.prototype);
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
