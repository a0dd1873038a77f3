// @ts-check
import { AwsV4Signer } from 'aws4fetch';
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { objectUrl } from './object-url.js';
import { S3Error } from './s3-error.js';
/** @import { Platform } from '../edge.js' */
/** @import { S3Credentials } from '../edge-s3.js' */

/** In place of the hash of a body that is not hashed before it is sent (Signature Version 4, "Unsigned payload option"). */
const UNSIGNED = 'UNSIGNED-PAYLOAD';
/** The SHA-256 of an empty body. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Attempts of a request that may be retried. */
const MAX_ATTEMPTS = 3;
const FIRST_DELAY_MS = 200;
/** Bytes per ms: the lowest speed that the timeout allows for. */
const MIN_SPEED = 32;

/**
 * @typedef {object} S3Request
 * @property {'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'} method
 * @property {string} [key] of an object; without one, the request is to the bucket itself
 * @property {Record<string, string>} [query]
 * @property {Record<string, string>} [headers]
 * @property {string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>} [body] with a stream, the request is not retried
 * @property {number} [size] of a stream, bytes
 * @property {string} [sha256] of the body: the server refuses any other content
 * @property {boolean} [once] whether not to retry, because a failed attempt may have taken effect
 * @property {number[]} [accept] status codes other than 2xx that are not failures
 */

/** Signs requests to a bucket, sends them, and retries those that may be retried. */
export class S3Client {
  #url;
  #region;
  #credentials;
  #platform;
  #timeout;

  /**
   * @param {{ url: URL, region: string, credentials: () => S3Credentials | Promise<S3Credentials>, platform: Platform,
   *   timeout: number }} settings
   */
  constructor({ url, region, credentials, platform, timeout }) {
    this.#url = url;
    this.#region = region;
    this.#credentials = credentials;
    this.#platform = platform;
    this.#timeout = timeout;
  }

  /** @param {S3Request} request */
  async send(request) {
    const { body, once = body instanceof ReadableStream } = request;
    for (let attempt = 1; ; attempt += 1) {
      const isLast = once || attempt === MAX_ATTEMPTS;
      try {
        const response = await this.#attempt(request);
        if (!mayPass(response.status) || isLast) return await accepted(response, request);
        await response.body?.cancel();
      } catch (error) {
        if (isLast || error instanceof S3Error) throw error;
      }
      // Half of the delay is random, so that clients that failed at the same time do not retry at the same time.
      const delay = FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }

  /** @param {S3Request} request */
  async #attempt(request) {
    const { body, size } = request;
    const { method, url, headers } = await this.#signed(request);
    const isStream = body instanceof ReadableStream;
    const length = isStream ? (size ?? 0) : (body?.length ?? 0);
    const lengthHeaders = isStream ? this.#platform.bodyHeaders(length) : [];
    // Only on a platform that needs to be told the length of a stream. (In workerd, piping one FixedLengthStream into another
    // hangs.)
    const content =
      lengthHeaders.length > 0
        ? sized(/** @type {ReadableStream} */ (body), length, this.#platform)
        : body;
    for (const [name, value] of lengthHeaders) headers.set(name, value);
    const timeout = this.#timeout + length / MIN_SPEED;
    try {
      return await withTimeout(timeout, undefined, (signal) =>
        this.#platform.fetch(url.href, {
          method,
          headers,
          redirect: 'manual',
          signal,
          ...(content !== undefined && { body: content }),
        }),
      );
    } catch (error) {
      throw error instanceof TimeoutError ? new Error(`S3 ${method}: no answer in time`) : error;
    }
  }

  /** @param {S3Request} request */
  async #signed({ method, key, query = {}, headers = {}, body, sha256 }) {
    const { accessKeyId, secretAccessKey, sessionToken } = await this.#credentials();
    const url = objectUrl(this.#url, key);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signer = new AwsV4Signer({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
      service: 's3',
      region: this.#region,
      method,
      url: url.href,
      headers: {
        ...headers,
        'x-amz-content-sha256': sha256 ?? (body === undefined ? EMPTY : UNSIGNED),
      },
    });
    return signer.sign();
  }
}

/** Whether a failure may be temporary. @param {number} status */
const mayPass = (status) => status === 429 || status >= 500;

/** @param {Response} response @param {S3Request} request */
async function accepted(response, { method, accept = [] }) {
  const { status, ok } = response;
  if (ok || accept.includes(status)) return response;
  throw new S3Error(method, status, await response.text().catch(() => ''));
}

/**
 * A stream whose length the platform knows, and which fails if the body has fewer or more bytes.
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} size
 * @param {Platform} platform
 */
function sized(body, size, platform) {
  const { readable, writable } = platform.fixedLengthStream(size);
  // The reader of the stream gets the error.
  body.pipeTo(writable).catch(() => {});
  return readable;
}
