import { readSmall } from './small-blobs.js';
import { Source } from './source.js';
import { NAMES, hashesOf } from './web-crypto.js';

/** What a page asks for when it hashes a folder; whoever gives more options asks the module. */
const OPTIONS = ['algorithms', 'signal'];

/**
 * Hashes a small Blob of a browser's without the module. Of thousands of small files, the way through the module would
 * take more time than the reading and the hashing, most of all in Firefox.
 * @param {unknown} content
 * @param {import('../../entry/index.js').DigestOptions} [options]
 * @returns {Promise<Record<string, string> | undefined> | undefined} no hashes of what the module has to hash, or has to say
 *   of why it cannot
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

/** Whether Web Crypto has it. @param {string} algorithm */
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
