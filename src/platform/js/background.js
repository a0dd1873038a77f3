import { sleep } from './clock.js';
import { HostFailure, unreadable } from './failure.js';

/** Hashing a smaller file blocks the page too briefly to notice. */
const MIN_BYTES = 1 << 20;
/** ms to load the worker. After that, the page hashes the file itself. */
const LOAD_TIMEOUT = 5_000;

/** @typedef {() => Promise<typeof import('../background/hash-workers.js')>} Load */
/** @type {{ load: Load, module: WebAssembly.Module } | undefined} */
let workers;

/**
 * Sets how the workers are loaded. From then on, large files are hashed in them, by the same module.
 * @param {Load} load
 * @param {WebAssembly.Module} module
 */
export function provideWorkers(load, module) {
  workers = { load, module };
}

/** Whether hashing this many bytes would block a page. @param {number} length */
export const blocksPage = (length) => length >= MIN_BYTES && 'document' in globalThis;

/**
 * Hashes a large file of a page in a worker.
 * @param {import('./source.js').Source} source
 * @param {string[]} algorithms
 * @param {boolean} isNative whether by Web Crypto
 * @param {(read: number) => void} onRead
 * @param {import('./stall-guard.js').StallGuard} guard
 * @returns {Promise<Record<string, string> | undefined>} by the names of the algorithms; `undefined` if no worker can hash the file
 */
export async function hashInBackground(source, algorithms, isNative, onRead, guard) {
  const { content, length = 0, isStream } = source;
  if (!workers || !blocksPage(length) || isStream || content instanceof Uint8Array) {
    return undefined;
  }
  const { load, module } = workers;
  const file = { content: /** @type {Blob} */ (content), length };
  try {
    // A policy or a service worker may block the script without an error.
    const late = sleep(LOAD_TIMEOUT, undefined).then(() => Promise.reject());
    const loaded = await guard.race(Promise.race([load(), late]));
    const result = await loaded.hash({ module, file, algorithms, isNative }, onRead, guard);
    if ('unreadable' in result) throw unreadable(result.unreadable);
    if (result.isUnusable) workers = undefined;
    return result.hashes;
  } catch (cause) {
    if (cause instanceof HostFailure) throw cause;
    workers = undefined;
    return undefined;
  }
}
