// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
/** @import { S3BucketOptions, S3Credentials } from '../edge-s3.js' */

/** @param {string} url */
export function bucketUrl(url) {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return new URL(url);
  throw new MetaDefenderError('invalid-input', 'url has to be the http address of the bucket');
}

/**
 * A function that returns the credentials, which the options give as an object or as a function.
 * @param {S3BucketOptions['credentials']} credentials
 * @returns {() => S3Credentials | Promise<S3Credentials>}
 */
export function checkedCredentials(credentials) {
  if (typeof credentials === 'function') return credentials;
  if (credentials?.accessKeyId) return () => credentials;
  throw new MetaDefenderError(
    'invalid-input',
    'credentials have to have accessKeyId and secretAccessKey',
  );
}
