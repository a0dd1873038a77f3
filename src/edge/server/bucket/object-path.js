// @ts-check
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MetaDefenderError } from '../../../entry/error.js';

/** Where a folder keeps what is no object: what is being written, locks, and what is known of objects. */
export const OWN_FOLDER = '.metadefender';

/** What file systems take, with room for an ending. */
const MAX_SEGMENT_BYTES = 250;

/** Names that Windows reads as devices, or in another way than they are written. */
const WINDOWS_NAMES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[. ]$|[<>:"|?*]/i;

/**
 * The file of an object. Keys are paths in the folder, never out of it, and never its own.
 * @param {string} folder
 * @param {string} key
 */
export function objectPath(folder, key) {
  const segments = key.split('/');
  const isPlain = !/[\0-\x1f\x7f\\]/.test(key);
  const isOurs = segments[0]?.toLowerCase() === OWN_FOLDER;
  if (!isPlain || isOurs || segments.some(isMisleading)) {
    throw new MetaDefenderError('invalid-input', 'a key has to be a path in the folder');
  }
  return join(folder, ...segments);
}

/** @param {string} segment */
const isMisleading = (segment) =>
  ['', '.', '..'].includes(segment) ||
  Buffer.byteLength(segment) > MAX_SEGMENT_BYTES ||
  (process.platform === 'win32' && WINDOWS_NAMES.test(segment));

/** The name of an object's lock. @param {string} key */
export const ownName = (key) => createHash('sha256').update(key).digest('hex');
