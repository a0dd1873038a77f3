// @ts-check
// The module worker that hashes large files for a page, with the page's own module and the ordinary glue.
import { Hasher, initSync } from '../../entry/glue.js';
import { RelayReceiver, RelaySender } from './relay.js';
import { chunksOf } from '../js/chunks.js';
import { HostFailure } from '../js/failure.js';
import { Source } from '../js/source.js';
import { hashAtOnce } from '../js/web-crypto.js';

/** @typedef {import('./hash-workers.js').Job} Job */

/** ms between two progress messages: Firefox reads 64 KiB at most, and a message for each chunk would keep the page busy. */
const PROGRESS_INTERVAL = 20;

/** Sends chunks to the other worker, if two workers hash the file. @type {RelaySender | undefined} */
let sender;
/** Receives chunks from the other worker. @type {RelayReceiver | undefined} */
let receiver;

onmessage = (/** @type {MessageEvent<Job | import('./relay.js').RelayMessage>} */ event) => {
  const message = event.data;
  if ('taken' in message) sender?.taken(message.taken);
  else if ('chunk' in message) receiver?.receive(message.chunk, message.length);
  else run(message);
};

/** @param {Job} job */
async function run(job) {
  post({ read: 0 });
  try {
    post(await (job.isNative ? byWebCrypto(job) : byModule(job)));
  } catch {
    post({ failed: true });
  }
}

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
  // A second call does nothing.
  initSync({ module: job.module });
  const hasher = new Hasher(
    /** @type {import('../../entry/index.js').Algorithm[]} */ (job.algorithms),
  );
  try {
    if (job.file) {
      const failure = await hashFile(job, hasher);
      if (failure) return failure;
    } else {
      receiver = new RelayReceiver((chunk) => hasher.update(chunk));
      await receiver.ended;
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

/** The cause of a failure, which can be sent to another thread. @param {unknown} failure */
const causeOf = (failure) => (failure instanceof HostFailure ? failure.cause : failure);

/**
 * @param {Job} job
 * @param {Hasher} hasher
 * @returns {Promise<import('./hash-workers.js').WorkerMessage | undefined>} why the file could not be read, if so
 */
async function hashFile({ file, isShared }, hasher) {
  const chunks = chunksOf(sourceOf(file), true);
  sender = isShared ? new RelaySender() : undefined;
  let read = 0;
  let told = performance.now();
  try {
    for (let chunk; (chunk = await nextOf(chunks));) {
      hasher.update(chunk);
      read += chunk.length;
      if (performance.now() - told > PROGRESS_INTERVAL) {
        post({ read });
        told = performance.now();
      }
      await sender?.send(chunk);
    }
  } catch (cause) {
    if (cause instanceof Unreadable) return { unreadable: causeOf(cause.cause) };
    throw cause;
  } finally {
    chunks.cancel();
  }
  post({ read });
  await sender?.end();
  return undefined;
}

/** A failure to read the file, not to hash it. */
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
