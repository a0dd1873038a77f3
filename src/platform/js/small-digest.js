import { readSmall } from './small-blobs.js';
import { Source } from './source.js';
import { NAMES, hashesOf } from './web-crypto.js';

/** The options that a page needs to hash a folder. With any other option, the module hashes the file. */
const OPTIONS = ['algorithms', 'signal'];

/**
 * Hashes a small Blob in a browser without the module. With thousands of small files, the calls into the module would
 * take more time than reading and hashing, most of all in Firefox.
 * @param {unknown} content
 * @param {import('../../entry/index.js').DigestOptions} [options]
 * @returns {Promise<Record<string, string> | undefined> | undefined} `undefined` if the module has to hash the file, or to
 *   report why it cannot
 */
export function digestSmall(content, options = {}) {
  try {
    const { algorithms = ['sha256'], signal } = options;
    if (!(content instanceof Blob && areOrdinary(options) && algorithms.every(isFast))) {
      return undefined;
    }
    const guard = { isOver: false };
    const bytes = readSmall(new Source(content, content.size), guard);
    return (
      bytes &&
      unlessAborted(
        bytes.then((bytes) => hashesOf(bytes, algorithms)),
        guard,
        signal,
      )
    );
  } catch {
    return undefined;
  }
}

/** @param {import('../../entry/index.js').DigestOptions} options */
function areOrdinary(options) {
  const { algorithms, signal } = options;
  return (
    Object.keys(options).every((name) => OPTIONS.includes(name)) &&
    (algorithms === undefined || (Array.isArray(algorithms) && algorithms.length > 0)) &&
    (signal === undefined || (signal instanceof AbortSignal && !signal.aborted))
  );
}

/** Whether Web Crypto has the algorithm. @param {string} algorithm */
const isFast = (algorithm) => Object.hasOwn(NAMES, algorithm) && algorithm !== 'md5';

/**
 * @param {Promise<Record<string, string>>} hashing
 * @param {{ isOver: boolean }} guard
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Record<string, string> | undefined>}
 */
function unlessAborted(hashing, guard, signal) {
  return new Promise((resolve) => {
    const end = (/** @type {Record<string, string> | undefined} */ hashes) => {
      signal?.removeEventListener('abort', giveUp);
      resolve(hashes);
    };
    const giveUp = () => {
      guard.isOver = true;
      end(undefined);
    };
    signal?.addEventListener('abort', giveUp);
    hashing.then(end, giveUp);
  });
}
