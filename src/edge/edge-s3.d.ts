/**
 * A bucket that speaks S3, for the handlers on any platform.
 *
 * @module metadefender-wasm/edge/s3
 */

import type { Bucket, Platform, preScreen } from './edge.js';

/** Who may read and write the bucket. */
export interface S3Credentials {
  /** The id of the access key, which is sent with each request. */
  accessKeyId: string;
  /** The secret of the access key, which is never sent. */
  secretAccessKey: string;
  /** Of credentials that expire. */
  sessionToken?: string;
}

/** Where the bucket is, and how it is reached. */
export interface S3BucketOptions {
  /**
   * The address of the bucket: `https://uploads.s3.eu-central-1.amazonaws.com`, or with the name of the bucket in the path, as most other
   * servers have it, `https://storage.example.com/uploads`.
   */
  url: string;
  /** The region that requests are signed for. @defaultValue `'us-east-1'`, which servers without regions expect */
  region?: string;
  /** The credentials, or a function that is asked before each request, for those that expire. */
  credentials: S3Credentials | (() => S3Credentials | Promise<S3Credentials>);
  /** What a platform other than Cloudflare Workers gives: `nodePlatform()` of `metadefender-wasm/edge/node`. */
  platform?: Platform;
  /** How long a request may take until its answer begins, ms; a content has a second more for each 32 kB. @defaultValue 60 000 */
  timeout?: number;
}

/**
 * A bucket that speaks S3 (Amazon S3, R2 by its S3 interface, MinIO, Ceph, Garage, …), for `holding` and `store` of
 * {@link preScreen}.
 *
 * - Requests are signed by Signature Version 4 (`aws4fetch`). What is stored is signed with the SHA-256 that was scanned, and sent with it as
 *   `x-amz-checksum-sha256`: the server refuses any other content.
 * - Uploads that are waited for are claimed by conditional writes (`If-Match` of PUT). Before the first one, it is tried whether the server
 *   hears of conditions: where it ignores them, it rejects with `unsupported`.
 * - A request without a stream is made up to three times where the server fails (429, 5xx, no connection), but not a conditional one. In Workers each
 *   of them is a subrequest.
 * - Give the bucket a lifecycle rule that deletes what is under `holding.prefix` after a day, and aborts incomplete multipart uploads.
 *
 * Throws `invalid-input` for options that cannot be. Failures of the server are errors with its code and words, which hold no key.
 *
 * @example
 * import { preScreen } from 'metadefender-wasm/edge';
 * import { nodePlatform } from 'metadefender-wasm/edge/node';
 * import { s3Bucket } from 'metadefender-wasm/edge/s3';
 *
 * const platform = nodePlatform();
 * const bucket = s3Bucket({
 *   platform,
 *   url: 'https://storage.example.com/uploads',
 *   credentials: { accessKeyId: process.env.S3_KEY_ID, secretAccessKey: process.env.S3_SECRET },
 * });
 * export const screen = preScreen({ platform, holding: { bucket }, store: { bucket }, secret, baseUrl });
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ and https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function s3Bucket(options: S3BucketOptions): Bucket;

/** What is to be uploaded, and where to. */
export interface PresignUploadOptions extends Pick<
  S3BucketOptions,
  'url' | 'region' | 'credentials'
> {
  /** Make one that nobody can guess, `crypto.randomUUID()` say: whoever has the URL can replace what is there, by the same bytes. */
  key: string;
  /** Bytes; 1 to 5 368 709 120 (5 GiB). */
  size: number;
  /** The media type that it is stored with. Whoever asks chooses it: allow those that you want. */
  type: string;
  /** Its SHA-256, 64 hexadecimal digits: `digest(file)` of `metadefender-wasm` computes it in the page. */
  sha256: string;
  /** How long the upload may be begun, **seconds**; 604 800 at most. @defaultValue 300 */
  expires?: number;
}

/** A request that uploads one file. */
export interface PresignedUpload {
  /** The signed URL. Anybody who has it can upload this file: keep it secret until it expires. */
  url: string;
  /** The method of the request. */
  method: 'PUT';
  /** The headers to send, unchanged. `fetch` and XMLHttpRequest add the length of a Blob themselves. */
  headers: Record<string, string>;
  /** When the URL expires. */
  expires: Date;
}

/**
 * Signs a request with which a page uploads a file straight to a bucket of S3 or R2. The signature covers size, type and SHA-256: the bucket
 * refuses a request with another length or type, and does not store other bytes.
 *
 * It sends nothing. The bucket needs a CORS rule that allows `PUT` with the headers `content-type` and `x-amz-checksum-sha256`
 * from your pages. Its key needs to be able to write, and nothing else.
 *
 * Throws `invalid-input` for options that cannot be.
 *
 * @example
 * // On the server:
 * const upload = await presignUpload({ url, credentials, key: `inbox/${crypto.randomUUID()}`, size, type, sha256 });
 * // In the page:
 * await fetch(upload.url, { method: upload.method, headers: upload.headers, body: file });
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function presignUpload(options: PresignUploadOptions): Promise<PresignedUpload>;
