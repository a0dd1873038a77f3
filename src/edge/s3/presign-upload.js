// @ts-check
import { AwsV4Signer } from 'aws4fetch';
import { MetaDefenderError } from '../../entry/error.js';
import { refuseUnknownOptions } from '../option-names.js';
import { bucketUrl, checkedCredentials } from './options.js';
import { assertKey, objectUrl } from './object-url.js';
import { base64OfHex } from './sha256-checksum.js';

const OPTIONS = ['url', 'region', 'credentials', 'key', 'size', 'type', 'sha256', 'expires'];

/** Seconds. */
const DEFAULT_EXPIRES = 300;
/** A week (Signature Version 4, "X-Amz-Expires"). */
const MAX_EXPIRES = 604_800;
/** The largest object that a single PUT stores. */
const MAX_PUT_BYTES = 5 * 2 ** 30;

/** @type {typeof import('../edge-s3.js').presignUpload} */
export async function presignUpload(options) {
  refuseUnknownOptions('presignUpload', options, OPTIONS);
  const bucket = bucketUrl(options?.url);
  const credentials = checkedCredentials(options.credentials);
  const { region = 'us-east-1', key, size, type, sha256, expires = DEFAULT_EXPIRES } = options;
  assertOption(typeof key === 'string', 'key has to be a text');
  assertKey(key);
  assertOption(
    Number.isSafeInteger(size) && size > 0 && size <= MAX_PUT_BYTES,
    `size has to be the number of its bytes, ${MAX_PUT_BYTES} at most`,
  );
  assertOption(
    typeof type === 'string' && /^[!-~]+\/[!-~]+(?: [!-~]+)*$/.test(type),
    'type has to be a media type, such as image/png',
  );
  assertOption(
    typeof sha256 === 'string' && /^[\da-f]{64}$/i.test(sha256),
    'sha256 has to be 64 hexadecimal digits',
  );
  assertOption(
    Number.isSafeInteger(expires) && expires > 0 && expires <= MAX_EXPIRES,
    `expires has to be a number of seconds, ${MAX_EXPIRES} at most`,
  );
  const headers = { 'content-type': type, 'x-amz-checksum-sha256': base64OfHex(sha256) };
  const now = new Date();
  const url = objectUrl(bucket, key);
  url.searchParams.set('X-Amz-Expires', String(expires));
  const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
  const signer = new AwsV4Signer({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: 's3',
    region,
    method: 'PUT',
    url: url.href,
    // The client that uploads sets this header itself.
    headers: { ...headers, 'content-length': String(size) },
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ''),
    signQuery: true,
    // By default the signer leaves out the length and the type.
    allHeaders: true,
  });
  const signed = await signer.sign();
  const until = Math.floor(now.getTime() / 1000) + expires;
  return { url: signed.url.href, method: 'PUT', headers, expires: new Date(until * 1000) };
}

/** @param {unknown} condition @param {string} message @returns {asserts condition} */
function assertOption(condition, message) {
  if (!condition) throw new MetaDefenderError('invalid-input', message);
}
