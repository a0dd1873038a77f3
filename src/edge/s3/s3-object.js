// @ts-check
import { S3Error } from './s3-error.js';

const METADATA = 'x-amz-meta-';

/**
 * What is known of an object by its headers.
 * @param {string} key
 * @param {Headers} headers
 */
export function metadataOf(key, headers) {
  const [, total] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  return {
    key,
    etag: etagOf(headers),
    size: Number(total ?? headers.get('content-length')),
    httpMetadata: { contentType: headers.get('content-type') ?? undefined },
    customMetadata: customMetadataOf(headers),
  };
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
 * The headers that say what an object is. Values have to be ASCII (S3, "User-defined object metadata").
 * @param {{ httpMetadata?: { contentType?: string | undefined }, customMetadata?: Record<string, string> }} metadata
 */
export function headersOf({ httpMetadata, customMetadata = {} }) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (httpMetadata?.contentType) headers['content-type'] = httpMetadata.contentType;
  for (const [name, value] of Object.entries(customMetadata)) {
    headers[`${METADATA}${name.toLowerCase()}`] = encodeURI(value);
  }
  return headers;
}
