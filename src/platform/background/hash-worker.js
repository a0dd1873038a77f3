// @ts-check
// The module worker in which a page has large files hashed, by the page's own module and the ordinary glue.
import { Hasher, initSync } from '../../entry/glue.js';
import { chunksOf } from '../js/chunks.js';
import { HostFailure } from '../js/failure.js';
import { Source } from '../js/source.js';
import { hashAtOnce } from '../js/web-crypto.js';

/** @typedef {import('./hash-workers.js').Job} Job */

/** Chunks that may be on their way to the next worker. */
const MAX_CHUNKS_AHEAD = 4;

onmessage = async (/** @type {MessageEvent<Job>} */ event) => {
  const job = event.data;
  post({ read: 0 });
  try {
    post(await (job.isNative ? byWebCrypto(job) : byModule(job)));
  } catch {
    post({ failed: true });
  }
};

/** @param {import('./hash-workers.js').WorkerMessage} message */
function post(message) {
  postMessage(message);
}

/**
 * @param {Job} job
 * @returns {Promise<import('./hash-workers.js').WorkerMessage>}
 */
async function byWebCrypto({ file, algorithms }) {
  try {
    const hashes = await hashAtOnce(sourceOf(file), algorithms);
    return hashes ? { hashes } : { failed: true };
  } catch (cause) {
    return { unreadable: causeOf(cause) };
  }
}

/**
 * @param {Job} job
 * @returns {Promise<import('./hash-workers.js').WorkerMessage>}
 */
async function byModule(job) {
  // Only once: a second call does nothing.
  initSync({ module: job.module });
  const hasher = new Hasher(
    /** @type {import('../../entry/index.js').Algorithm[]} */ (job.algorithms),
  );
  try {
    if (job.source) {
      await hashRelayed(job.source, hasher);
    } else {
      const failure = await hashFile(job, hasher);
      if (failure) return failure;
    }
    return { hashes: /** @type {Record<string, string>} */ (hasher.digest()) };
  } finally {
    hasher.free();
  }
}

/** @param {Job['file']} file */
function sourceOf(file) {
  const { content, length } = /** @type {NonNullable<Job['file']>} */ (file);
  return new Source(content, length);
}

/** What can be told to another thread. @param {unknown} failure */
const causeOf = (failure) => (failure instanceof HostFailure ? failure.cause : failure);

/**
 * @param {Job} job
 * @param {Hasher} hasher
 * @returns {Promise<import('./hash-workers.js').WorkerMessage | undefined>} why it could not be read, if so
 */
async function hashFile({ file, relay }, hasher) {
  const chunks = chunksOf(sourceOf(file), true);
  const passOn = relay && passedTo(relay);
  let read = 0;
  try {
    for (let chunk; (chunk = await nextOf(chunks));) {
      hasher.update(chunk);
      post({ read: (read += chunk.length) });
      await passOn?.(chunk);
    }
  } catch (cause) {
    if (cause instanceof Unreadable) return { unreadable: causeOf(cause.cause) };
    throw cause;
  } finally {
    chunks.cancel();
  }
  relay?.postMessage(null);
  return undefined;
}

/** The file could not be read, in contrast to: not be hashed. */
class Unreadable {
  /** @param {unknown} cause */
  constructor(cause) {
    this.cause = cause;
  }
}

/** @param {import('../js/chunks.js').Chunks} chunks */
async function nextOf(chunks) {
  try {
    return await chunks.next();
  } catch (cause) {
    throw new Unreadable(cause);
  }
}

/**
 * Passes chunks on, but not faster than they are taken.
 * @param {MessagePort} relay
 */
function passedTo(relay) {
  let room = MAX_CHUNKS_AHEAD;
  /** @type {(() => void) | undefined} */
  let wake;
  relay.onmessage = () => {
    room += 1;
    wake?.();
  };
  return async (/** @type {Uint8Array} */ chunk) => {
    relay.postMessage(chunk, [chunk.buffer]);
    room -= 1;
    if (room === 0) await new Promise((resolve) => (wake = () => resolve(undefined)));
  };
}

/**
 * @param {MessagePort} source
 * @param {Hasher} hasher
 */
function hashRelayed(source, hasher) {
  return new Promise((resolve, reject) => {
    source.onmessage = (event) => {
      const chunk = event.data;
      if (!chunk) {
        // Or else it lives as long as this worker, and the hasher with it.
        source.close();
        return resolve(undefined);
      }
      try {
        hasher.update(chunk);
        source.postMessage(null);
      } catch (cause) {
        reject(cause);
      }
    };
  });
}
