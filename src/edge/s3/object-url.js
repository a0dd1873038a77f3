// @ts-check
import { MetaDefenderError } from '../../entry/error.js';

/**
 * The URL of an object, or of the bucket if there is no key.
 * @param {URL} bucket
 * @param {string} [key]
 */
export function objectUrl(bucket, key) {
  const path = key === undefined ? '' : `/${key.split('/').map(encoded).join('/')}`;
  return new URL(bucket.href.replace(/\/$/, '') + path);
}

/** Encoded as in the canonical request (Signature Version 4, "UriEncode"). @param {string} segment */
const encoded = (segment) =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Refuses a key that a URL parser would change as part of a path. @param {string} key */
export function assertKey(key) {
  const isPlain =
    key !== '' && !key.split('/').some((segment) => ['', '.', '..'].includes(segment));
  if (!isPlain) throw new MetaDefenderError('invalid-input', 'the key cannot be part of a URL');
}
