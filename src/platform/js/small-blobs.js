import { bytesOfBlob, isSizeTrusted } from './chunks.js';
import { unreadable } from './failure.js';
import { runtime } from './runtime.js';

/** Reading a Blob costs a browser about the same whatever its size, until it has so many bytes. */
const SMALL = 256 << 10;
/** What is read in one go. */
const MAX_GROUP_BYTES = 2 << 20;
const MAX_GROUP_BLOBS = 128;
/** As many are read at once. */
const MAX_READS = 4;

/**
 * A Blob that is to be read.
 * @typedef {object} Request
 * @property {Blob} blob
 * @property {number} size
 * @property {{ isOver: boolean } | undefined} guard says when nobody waits for it any more
 * @property {(bytes: Uint8Array<ArrayBuffer>) => void} resolve
 * @property {(cause: unknown) => void} reject
 */

/** In the order in which they came. @type {Set<Request>} */
const waiting = new Set();
let reads = 0;

/** Whether files of this length are read together with others. @param {number} length */
export const isSmall = (length) => length > 0 && length < SMALL && runtime() === 'browser';

/**
 * Reads a small Blob of a browser's. While others are read, those that come wait, and are then read in one go. The bytes are
 * a part of what was read: whoever keeps them keeps all of it.
 * @param {import('./source.js').Source} source
 * @param {{ isOver: boolean }} [guard] when it ends the waiting before its turn has come, it is not read
 * @returns {Promise<Uint8Array<ArrayBuffer>> | undefined} none of what is no such Blob
 */
export function readSmall({ content, length: size = 0, isStream }, guard) {
  if (!isSmall(size) || isStream || content instanceof Uint8Array) return undefined;
  const blob = /** @type {Blob} */ (content);
  if (!isSizeTrusted(blob, size)) return undefined;
  return new Promise((resolve, reject) => {
    waiting.add({ blob, size, guard, resolve, reject });
    readNext();
  });
}

async function readNext() {
  if (reads === MAX_READS) return;
  const group = takeGroup();
  if (group.length === 0) return;
  reads += 1;
  await readGroup(group);
  reads -= 1;
  readNext();
}

function takeGroup() {
  /** @type {Request[]} */
  const group = [];
  let bytes = 0;
  for (const request of waiting) {
    if (group.length === MAX_GROUP_BLOBS || bytes + request.size > MAX_GROUP_BYTES) break;
    waiting.delete(request);
    if (request.guard?.isOver) continue;
    group.push(request);
    bytes += request.size;
  }
  return group;
}

/** @param {Request[]} group */
async function readGroup(group) {
  try {
    const bytes = await bytesOf(joined(group), total(group));
    let start = 0;
    for (const { size, resolve } of group) {
      resolve(bytes.subarray(start, start + size));
      start += size;
    }
  } catch {
    // One that cannot be read must not be the failure of the others.
    for (const { blob, size, resolve, reject } of group) {
      await bytesOf(blob, size).then(resolve, reject);
    }
  }
}

/** @param {Request[]} group */
function joined(group) {
  const blobs = group.map(({ blob }) => blob);
  return blobs.length === 1 ? /** @type {Blob} */ (blobs[0]) : new Blob(blobs);
}

/** @param {Request[]} group */
const total = (group) => group.reduce((sum, { size }) => sum + size, 0);

/** @param {Blob} blob @param {number} size */
async function bytesOf(blob, size) {
  const bytes = new Uint8Array(await bytesOfBlob(blob));
  if (bytes.length !== size) throw unreadable();
  return bytes;
}
