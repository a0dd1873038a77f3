// @ts-check
import { AwsV4Signer } from 'aws4fetch';
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { objectUrl } from './object-url.js';
import { S3Error } from './s3-error.js';
/** @import { Platform } from '../edge.js' */
/** @import { S3Credentials } from '../edge-s3.js' */

/** A content that is not hashed before it is sent (Signature Version 4, "Unsigned payload option"). */
const UNSIGNED = 'UNSIGNED-PAYLOAD';
/** The SHA-256 of nothing. */
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** A request is made so many times, if it may be made again. */
const MAX_ATTEMPTS = 3;
const FIRST_DELAY_MS = 200;
/** Bytes a ms that a content is given time for, beside the timeout. */
const MIN_SPEED = 32;

/**
 * @typedef {object} S3Request
 * @property {'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'} method
 * @property {string} [key] of an object; none for the bucket itself
 * @property {Record<string, string>} [query]
 * @property {Record<string, string>} [headers]
 * @property {string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>} [body] a stream is sent once
 * @property {number} [size] of a stream, bytes
 * @property {string} [sha256] of the body: with another content the server refuses it
 * @property {boolean} [once] whether to make it once, as it could not be told whether the first attempt arrived
 * @property {number[]} [accept] status codes that are no failure, beside 2xx
 */

/** Signs requests to a bucket, sends them, and tries those again that can be. */
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
      // Half of it at random, so that clients that failed together do not come back together.
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
    // Where the platform does not know the length of a stream by itself. (In workerd, one FixedLengthStream piped into another hangs.)
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

/** Whether a failure may be over soon. @param {number} status */
const mayPass = (status) => status === 429 || status >= 500;

/** @param {Response} response @param {S3Request} request */
async function accepted(response, { method, accept = [] }) {
  const { status, ok } = response;
  if (ok || accept.includes(status)) return response;
  throw new S3Error(method, status, await response.text().catch(() => ''));
}

/**
 * A stream whose length is known to the platform, and which fails with fewer or more bytes.
 * @param {ReadableStream<Uint8Array>} body
 * @param {number} size
 * @param {Platform} platform
 */
function sized(body, size, platform) {
  const { readable, writable } = platform.fixedLengthStream(size);
  // Who reads it hears of the failure.
  body.pipeTo(writable).catch(() => {});
  return readable;
}
