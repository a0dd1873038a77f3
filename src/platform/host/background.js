import { HostFailure, unreadable } from './failure.js';
import { sleep } from './time.js';

/** Below this many bytes nobody notices that the page hashes them. */
const SHORT = 1 << 20;
/** ms after which the page does it itself. */
const LOAD = 5_000;

/** The functions of the module that a worker calls. Of a module of another build, there are no workers. */
const names = typeof HASH_FUNCTIONS === 'undefined' ? undefined : HASH_FUNCTIONS;

/** @typedef {() => Promise<typeof import('../background/hash-workers.js')>} Load */
/** @type {{ load: Load, module: WebAssembly.Module, names: Record<string, string> } | undefined} */
let means;

/**
 * Says where the workers are, in which large files are hashed from then on.
 * @param {Load} load
 * @param {WebAssembly.Module} module
 */
export function provide(load, module) {
  if (names) means = { load, module, names };
}

/** Whether the page would stand still for so many bytes. @param {number} length */
export const isLong = (length) => length >= SHORT && 'document' in globalThis;

/**
 * Hashes a large file of a page in a worker.
 * @param {import('./source.js').Source} source
 * @param {string[]} algorithms
 * @param {boolean} isNative whether by Web Crypto
 * @param {(read: number) => void} onRead
 * @param {import('./time.js').Patience} patience
 * @returns {Promise<Record<string, string> | undefined>} by the names of the algorithms; none where it cannot be
 */
export async function hashInBackground(source, algorithms, isNative, onRead, patience) {
  const { content, length = 0, isStream } = source;
  if (!means || !isLong(length) || isStream || content instanceof Uint8Array) return undefined;
  const { load, module, names } = means;
  const file = { content: /** @type {Blob} */ (content), length };
  try {
    // Something may keep the script away.
    const late = sleep(LOAD, undefined).then(() => Promise.reject());
    const workers = await patience.for(Promise.race([load(), late]));
    const task = { module, names, file, algorithms, isNative };
    const report = await workers.hash(task, onRead, patience);
    if ('unreadable' in report) throw unreadable(report.unreadable);
    if (report.isUnusable) means = undefined;
    return report.hashes;
  } catch (cause) {
    if (cause instanceof HostFailure) throw cause;
    means = undefined;
    return undefined;
  }
}
