// @ts-check
import { MetaDefenderError } from '../../entry/error.js';

/**
 * The address of an object, or of the bucket.
 * @param {URL} bucket
 * @param {string} [key]
 */
export function objectUrl(bucket, key) {
  const path = key === undefined ? '' : `/${key.split('/').map(encoded).join('/')}`;
  return new URL(bucket.href.replace(/\/$/, '') + path);
}

/** As in the canonical request (Signature Version 4, "UriEncode"). @param {string} segment */
const encoded = (segment) =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** A key that is the same for whoever reads it as a path of a URL. @param {string} key */
export function assertKey(key) {
  const isPlain =
    key !== '' && !key.split('/').some((segment) => ['', '.', '..'].includes(segment));
  if (!isPlain) throw new MetaDefenderError('invalid-input', 'the key cannot be part of a URL');
}
