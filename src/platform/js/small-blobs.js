import { bytesOfBlob, isSizeTrusted } from './blob-chunks.js';
import { unreadable } from './failure.js';
import { runtime } from './runtime.js';

/** Bytes. Below this size, reading a Blob takes a browser about the same time whatever its size. */
const SMALL = 256 << 10;
/** The most that is read at once, as one group. */
const MAX_GROUP_BYTES = 512 << 10;
const MAX_GROUP_BLOBS = 32;
/** How many groups are read at the same time. */
const MAX_READS = 16;
/** ms after which the files of a group are read one by one, as one of them may be on a slow drive, or never arrive. */
const SLOW_READ = 1_000;

/**
 * A Blob that waits to be read.
 * @typedef {object} PendingRead
 * @property {Blob} blob
 * @property {number} size
 * @property {{ isOver: boolean } | undefined} guard states whether the result is still needed
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} resolve
 * @property {(cause: unknown) => void} reject
 */

/** In the order of the calls. @type {Set<PendingRead>} */
const waiting = new Set();
let reads = 0;
let isToStart = false;

/**
 * Whether a source is a small Blob in a browser, which is read together with others.
 * @param {import('./source.js').Source} source
 */
export function isReadTogether({ content, length = 0, isStream }) {
  if (isStream || content instanceof Uint8Array) return false;
  if (length === 0 || length >= SMALL || runtime() !== 'browser') return false;
  const blob = /** @type {Blob} */ (content);
  // A Blob that overrides `arrayBuffer` has to be read by its own method.
  return isSizeTrusted(blob, length) && blob.arrayBuffer === Blob.prototype.arrayBuffer;
}

/**
 * Reads a small Blob together with others that are requested in the same turn, or that wait for earlier reads. The bytes
 * are a view of the whole group's memory: copy them to keep them.
 * @param {import('./source.js').Source} source
 * @param {{ isOver: boolean }} [guard] if it is over before the read begins, the Blob is not read
 * @returns {Promise<Uint8Array<ArrayBuffer>> | undefined} `undefined` for any other source
 */
export function readSmall(source, guard) {
  if (!isReadTogether(source)) return undefined;
  const blob = /** @type {Blob} */ (source.content);
  const size = /** @type {number} */ (source.length);
  return new Promise((resolve, reject) => {
    waiting.add({ blob, size, guard, resolve, reject });
    if (isToStart) return;
    isToStart = true;
    queueMicrotask(start);
  });
}

function start() {
  isToStart = false;
  while (waiting.size > 0 && reads < MAX_READS) readNext();
}

async function readNext() {
  const group = takeGroup();
  if (group.length === 0) return;
  reads += 1;
  await settledOrSlow(readGroup(group), group);
  reads -= 1;
  start();
}

function takeGroup() {
  /** @type {PendingRead[]} */
  const group = [];
  let bytes = 0;
  for (const pending of waiting) {
    if (group.length === MAX_GROUP_BLOBS || bytes + pending.size > MAX_GROUP_BYTES) break;
    waiting.delete(pending);
    if (pending.guard?.isOver) continue;
    group.push(pending);
    bytes += pending.size;
  }
  return group;
}

/**
 * Resolves when a group is read, or takes too long. Then each Blob is also read on its own, and the first result counts.
 * @param {Promise<void>} reading
 * @param {PendingRead[]} group
 */
async function settledOrSlow(reading, group) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const slow = new Promise((resolve) => (timer = setTimeout(resolve, SLOW_READ, true)));
  const isSlow = await Promise.race([reading, slow]);
  clearTimeout(timer);
  if (isSlow && group.length > 1) readEach(group);
}

/** @param {PendingRead[]} group */
async function readGroup(group) {
  const [first, ...others] = group;
  try {
    const blob = first && others.length === 0 ? first.blob : new Blob(group.map(blobOf));
    const bytes = await bytesOf(blob, total(group));
    let start = 0;
    for (const { size, resolve } of group) {
      resolve(bytes.subarray(start, start + size));
      start += size;
    }
  } catch (cause) {
    if (others.length === 0) first?.reject(cause);
    // One unreadable Blob must not fail the others.
    else readEach(group);
  }
}

/** @param {PendingRead[]} group */
function readEach(group) {
  for (const { blob, size, guard, resolve, reject } of group) {
    if (!guard?.isOver) bytesOf(blob, size).then(resolve, reject);
  }
}

/** @param {PendingRead} pending */
const blobOf = ({ blob }) => blob;

/** @param {PendingRead[]} group */
const total = (group) => group.reduce((sum, { size }) => sum + size, 0);

/** @param {Blob} blob @param {number} size */
async function bytesOf(blob, size) {
  const bytes = new Uint8Array(await bytesOfBlob(blob));
  if (bytes.length !== size) throw unreadable();
  return bytes;
}
