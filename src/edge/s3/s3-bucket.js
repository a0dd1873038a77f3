// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { refuseMissing, refuseUnknownOptions } from '../option-names.js';
import { platformOption } from '../platform/platform-option.js';
import { bucketUrl, checkedCredentials } from './options.js';
import { S3Client } from './s3-client.js';
import { S3Error } from './s3-error.js';
import { S3MultipartUpload } from './s3-multipart-upload.js';
import { assertKey } from './object-url.js';
import { headersOf, metadataOf, storedEtag } from './s3-object.js';
import { base64OfHex } from './sha256-checksum.js';
import { xmlText } from './xml.js';
/** @import { Bucket } from '../edge.js' */
/** @import { S3BucketOptions } from '../edge-s3.js' */

/**
 * @typedef {object} Condition
 * @property {string} [etagMatches]
 * @property {'*'} [etagDoesNotMatch] of PUT: the object does not exist yet
 */

/**
 * @typedef {object} PutOptions
 * @property {{ contentType?: string }} [httpMetadata]
 * @property {Record<string, string>} [customMetadata]
 * @property {string} [sha256] hexadecimal digits
 * @property {Condition} [onlyIf]
 * @property {number} [size] of a stream, bytes
 */

const OPTIONS = ['url', 'region', 'credentials', 'platform', 'timeout'];
const DEFAULT_TIMEOUT_MS = 60_000;

/** An ETag that no object has: a server that checks If-Match refuses to write. */
const NO_ETAG = '0'.repeat(32);

/** The condition does not hold, or another client is writing at the same time. */
const LOST = [404, 409, 412];
/** The server does not support the condition. */
const NOT_IMPLEMENTED = 501;

/** @type {typeof import('../edge-s3.js').s3Bucket} */
export function s3Bucket(options) {
  return new S3Bucket(clientOf(options));
}

/** @param {S3BucketOptions} options */
function clientOf(options) {
  refuseUnknownOptions('s3Bucket', options, OPTIONS);
  refuseMissing(options, OPTIONS, 's3Bucket');
  const { url, region = 'us-east-1', credentials, timeout = DEFAULT_TIMEOUT_MS } = options ?? {};
  return new S3Client({
    url: bucketUrl(url),
    region,
    credentials: checkedCredentials(credentials),
    platform: platformOption(options.platform),
    timeout,
  });
}

/**
 * A bucket of an S3 server, with those methods of an R2 bucket that holding and storing need.
 * @implements {Bucket}
 */
class S3Bucket {
  #client;
  /** @type {Promise<void> | undefined} */
  #conditions;

  /** @param {S3Client} client */
  constructor(client) {
    this.#client = client;
  }

  /**
   * Puts an object. Resolves with `null` if the condition does not hold.
   * @param {string} key
   * @param {any} value
   * @param {PutOptions} [options]
   */
  async put(key, value, { httpMetadata, customMetadata, sha256, onlyIf, size } = {}) {
    assertKey(key);
    const { etagMatches, etagDoesNotMatch } = onlyIf ?? {};
    if (onlyIf) await (this.#conditions ??= this.#assertConditions(key));
    const response = await this.#client.send({
      method: 'PUT',
      key,
      headers: {
        ...headersOf({
          ...(httpMetadata && { httpMetadata }),
          ...(customMetadata && { customMetadata }),
        }),
        ...(sha256 !== undefined && { 'x-amz-checksum-sha256': base64OfHex(sha256) }),
        ...(etagMatches !== undefined && { 'if-match': `"${etagMatches}"` }),
        ...(etagDoesNotMatch !== undefined && { 'if-none-match': etagDoesNotMatch }),
      },
      ...contentOf(value, size),
      ...(sha256 !== undefined && { sha256 }),
      // If only the response was lost, the object is already written and the condition of a retry would fail.
      ...(onlyIf && { once: true, accept: LOST }),
    });
    if (await isLost(response)) return null;
    await response.body?.cancel();
    return { key, etag: storedEtag(response) };
  }

  /**
   * Gets an object, or a range of it. Resolves with `null` if there is none, and without a body if the condition does not
   * hold.
   * @param {string} key
   * @param {{ range?: { offset: number, length: number }, onlyIf?: Condition }} [options]
   */
  async get(key, { range, onlyIf } = {}) {
    assertKey(key);
    const { etagMatches } = onlyIf ?? {};
    const response = await this.#client.send({
      method: 'GET',
      key,
      headers: {
        ...(range && { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
        ...(etagMatches !== undefined && { 'if-match': `"${etagMatches}"` }),
      },
      accept: [404, 412],
    });
    const { status, headers, body } = response;
    if (status === 404 && (await isLost(response))) return null;
    const object = metadataOf(key, headers);
    // Some servers ignore If-Match.
    const isMeant = etagMatches === undefined || object.etag === etagMatches;
    if (status !== 412 && isMeant && (!range || status === 206)) {
      return { ...object, body, json: () => response.json(), text: () => response.text() };
    }
    await body?.cancel();
    if (status === 412 || !isMeant) return object;
    throw new S3Error(
      'GET',
      status,
      '<Message>the bucket answers the whole object in place of a range</Message>',
    );
  }

  /**
   * The metadata of an object, with the checksum that the server computed when it stored it; `null` if there is none.
   * @param {string} key
   */
  async head(key) {
    assertKey(key);
    const { status, headers } = await this.#client.send({
      method: 'HEAD',
      key,
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
      accept: [404],
    });
    if (status !== 404) return metadataOf(key, headers);
    // A response to HEAD has no error code: only GET tells whether the bucket itself is missing.
    const object = await this.get(key);
    if (object && 'body' in object) await object.body?.cancel();
    return object;
  }

  /**
   * Deletes an object unless it has been overwritten, and resolves with whether it did. In a bucket with versions it deletes
   * exactly this version. A server without conditional deletion deletes whatever is there.
   * @param {string} key
   * @param {{ etag: string, version?: string }} object
   */
  async deleteIf(key, { etag, version }) {
    assertKey(key);
    const isVersion = version !== undefined && version !== 'null';
    const request = { method: /** @type {const} */ ('DELETE'), key };
    const response = await this.#client.send({
      ...request,
      ...(isVersion
        ? { query: { versionId: version } }
        : { headers: { 'if-match': `"${etag}"` }, once: true }),
      accept: [...LOST, NOT_IMPLEMENTED],
    });
    if (response.status !== NOT_IMPLEMENTED) return !(await isLost(response));
    await response.body?.cancel();
    await this.delete(key);
    return true;
  }

  /** Deletes one object per request: not every server supports bulk deletion. @param {string | string[]} keys */
  async delete(keys) {
    for (const key of [keys].flat()) {
      assertKey(key);
      const { body } = await this.#client.send({ method: 'DELETE', key, accept: [404] });
      await body?.cancel();
    }
  }

  /**
   * @param {string} key
   * @param {Pick<PutOptions, 'httpMetadata' | 'customMetadata'>} [metadata]
   */
  async createMultipartUpload(key, metadata = {}) {
    assertKey(key);
    const query = { uploads: '' };
    const request = { method: /** @type {const} */ ('POST'), key, query };
    const response = await this.#client.send({ ...request, headers: headersOf(metadata) });
    const xml = await response.text();
    const uploadId = xmlText(xml, 'UploadId');
    if (!uploadId) throw new S3Error('POST', response.status, xml);
    return new S3MultipartUpload(this.#client, key, uploadId);
  }

  /**
   * Throws if the server ignores conditions: an upload might be delivered twice.
   * @param {string} key to which a suffix is added for the object of the test
   */
  async #assertConditions(key) {
    try {
      const probe = `${key}.condition`;
      const response = await this.#client.send({
        method: 'PUT',
        key: probe,
        headers: { 'if-match': `"${NO_ETAG}"` },
        body: '',
        accept: LOST,
      });
      if (await isLost(response)) return;
      await response.body?.cancel();
      await this.delete(probe);
    } catch (error) {
      this.#conditions = undefined;
      throw error;
    }
    throw new MetaDefenderError(
      'unsupported',
      'this S3 server ignores the header If-Match of PUT: it cannot hold what is waited for, or stored by several at once',
    );
  }
}

/**
 * Whether the request did nothing because its condition does not hold or there is no such object.
 * @param {Response} response
 */
async function isLost(response) {
  const { ok, status } = response;
  if (ok) return false;
  const xml = await response.text();
  // Otherwise a wrong bucket name would look like a lost race.
  if (/<Code>NoSuchBucket</.test(xml)) throw new S3Error('request', status, xml);
  return true;
}

/**
 * @param {any} value
 * @param {number} [size] of a stream
 * @returns {{ body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>, size?: number }}
 */
function contentOf(value, size) {
  if (typeof value === 'string') return { body: value };
  if (value instanceof ReadableStream) return { body: value, ...(size !== undefined && { size }) };
  if (value instanceof Blob) return { body: value.stream(), size: value.size };
  return {
    body: ArrayBuffer.isView(value)
      ? new Uint8Array(
          /** @type {ArrayBuffer} */ (value.buffer),
          value.byteOffset,
          value.byteLength,
        )
      : new Uint8Array(value),
  };
}
