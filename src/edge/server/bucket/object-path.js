// @ts-check
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MetaDefenderError } from '../../../entry/error.js';

/** The subfolder for everything that is not an object: temporary files, locks and metadata. */
export const OWN_FOLDER = '.metadefender';

/** The longest name that file systems allow, with room for an extension. */
const MAX_SEGMENT_BYTES = 250;

/** Names that Windows takes for devices or changes. */
const WINDOWS_NAMES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|[. ]$|[<>:"|?*]/i;

/**
 * The path of an object's file. A key is a path within the folder, and not within the bucket's own subfolder.
 * @param {string} folder
 * @param {string} key
 */
export function objectPath(folder, key) {
  const segments = key.split('/');
  const isPlain = !/[\0-\x1f\x7f\\]/.test(key);
  const isOurs = segments[0]?.toLowerCase() === OWN_FOLDER;
  if (!isPlain || isOurs || segments.some(isMisleading)) {
    throw new MetaDefenderError('invalid-input', 'the key has to be a path within the folder');
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
