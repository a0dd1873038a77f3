// @ts-check
import { S3Error } from './s3-error.js';
import { bytesOfBase64 } from './sha256-checksum.js';

const METADATA = 'x-amz-meta-';
const PRINTABLE = /^[\x20-\x7e]*$/;

/**
 * What is known of an object by its headers.
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
 * The SHA-256 of all of its content, as R2 has it. That of an object in parts is a hash of their hashes (S3, "Checking object integrity"); its
 * text, or its type, says so.
 * @param {Headers} headers
 */
function checksumsOf(headers) {
  const text = headers.get('x-amz-checksum-sha256') ?? '';
  const isComposite = headers.get('x-amz-checksum-type') === 'COMPOSITE';
  const sha256 = isComposite ? undefined : bytesOfBase64(text);
  return sha256 ? { sha256: sha256.buffer } : {};
}

/** An ETag without its quotes, as R2 has it. @param {Headers} headers */
const etagOf = (headers) => (headers.get('etag') ?? '').replace(/^"|"$/g, '');

/**
 * The ETag of what was stored. Without one, nothing could tell it from what somebody else puts in its place.
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
 * The headers that say what an object is. Values have to be ASCII (S3, "User-defined object metadata"); those that are stay as they are.
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
