// @ts-check
import { S3Error } from './s3-error.js';
import { bytesOfBase64 } from './sha256-checksum.js';

const METADATA = 'x-amz-meta-';
const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * The metadata of an object, from the headers of a response.
 * @param {string} key
 * @param {Headers} headers
 */
export function metadataOf(key, headers) {
  const version = headers.get('x-amz-version-id');
  const [, total] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  return {
    key,
    etag: etagOf(headers),
    size: Number(total ?? headers.get('content-length')),
    httpMetadata: { contentType: headers.get('content-type') ?? undefined },
    customMetadata: customMetadataOf(headers),
    checksums: checksumsOf(headers),
    ...(version && { version }),
  };
}

/**
 * The SHA-256 of the whole content, in R2's form. The checksum of an object in parts is a hash of the parts' hashes (S3,
 * "Checking object integrity") and is ignored: its suffix or its type tells the two apart.
 * @param {Headers} headers
 */
function checksumsOf(headers) {
  const text = headers.get('x-amz-checksum-sha256') ?? '';
  const isComposite = headers.get('x-amz-checksum-type') === 'COMPOSITE';
  const sha256 = isComposite ? undefined : bytesOfBase64(text);
  return sha256 ? { sha256: sha256.buffer } : {};
}

/** The ETag without quotes, as in R2. @param {Headers} headers */
const etagOf = (headers) => (headers.get('etag') ?? '').replace(/^"|"$/g, '');

/**
 * The ETag of the stored object. Without one, an object that replaces it could not be told apart.
 * @param {Response} response
 */
export function storedEtag({ status, headers }) {
  const etag = etagOf(headers);
  if (etag) return etag;
  throw new S3Error('PUT', status, '<Message>the bucket answers no ETag</Message>');
}

/** @param {Headers} headers */
function customMetadataOf(headers) {
  const own = [...headers].filter(([name]) => name.startsWith(METADATA));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(METADATA.length), value]));
}

/**
 * The headers of an object's metadata. Values have to be ASCII (S3, "User-defined object metadata"): others are encoded as in
 * a URI.
 * @param {{ httpMetadata?: { contentType?: string | undefined }, customMetadata?: Record<string, string> }} metadata
 */
export function headersOf({ httpMetadata, customMetadata = {} }) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (httpMetadata?.contentType) headers['content-type'] = httpMetadata.contentType;
  for (const [name, value] of Object.entries(customMetadata)) {
    headers[`${METADATA}${name.toLowerCase()}`] = PRINTABLE.test(value) ? value : encodeURI(value);
  }
  return headers;
}
