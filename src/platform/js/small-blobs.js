import { bytesOfBlob, isSizeTrusted } from './chunks.js';
import { unreadable } from './failure.js';
import { runtime } from './runtime.js';

/** Reading a Blob costs a browser about the same whatever its size, until it has so many bytes. */
const SMALL = 256 << 10;
/** What is read in one go. */
const MAX_GROUP_BYTES = 512 << 10;
const MAX_GROUP_BLOBS = 32;
/** As many groups are read at once. */
const MAX_READS = 16;
/** ms after which a group is read one by one, as one of its files may be far away, or never come. */
const SLOW_READ = 1_000;

/**
 * A Blob that is to be read.
 * @typedef {object} PendingRead
 * @property {Blob} blob
 * @property {number} size
 * @property {{ isOver: boolean } | undefined} guard says when nobody waits for it any more
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} resolve
 * @property {(cause: unknown) => void} reject
 */

/** In the order in which they came. @type {Set<PendingRead>} */
const waiting = new Set();
let reads = 0;
let isToStart = false;

/**
 * Whether a source is a small Blob of a browser's, which is read together with others.
 * @param {import('./source.js').Source} source
 */
export function isReadTogether({ content, length = 0, isStream }) {
  if (isStream || content instanceof Uint8Array) return false;
  if (length === 0 || length >= SMALL || runtime() !== 'browser') return false;
  const blob = /** @type {Blob} */ (content);
  // One that reads itself in a way of its own is read by that.
  return isSizeTrusted(blob, length) && blob.arrayBuffer === Blob.prototype.arrayBuffer;
}

/**
 * Reads a small Blob, in one go with others that are asked for in the same turn, or that wait until others are read. The
 * bytes are a view of the whole group's: copy them to keep them.
 * @param {import('./source.js').Source} source
 * @param {{ isOver: boolean }} [guard] when it ends the waiting before its turn has come, it is not read
 * @returns {Promise<Uint8Array<ArrayBuffer>> | undefined} none of what is no such Blob
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
 * Resolves when a group is read, or takes long: then each is read by itself as well, and the first answer counts.
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
    // One that cannot be read must not be the failure of the others.
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
