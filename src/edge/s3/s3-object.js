// @ts-check

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
export const etagOf = (headers) => (headers.get('etag') ?? '').replace(/^"|"$/g, '');

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
