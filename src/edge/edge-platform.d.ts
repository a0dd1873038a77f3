import type { PreScreenOptions, ScanProxyOptions, screenBucket } from './edge.js';

/**
 * What the handlers need from the platform that they run on. Cloudflare Workers is the default; in Node, Deno and Bun
 * use `nodePlatform()` from `metadefender-wasm/edge/node`, in Vercel's edge runtime `webPlatform()`.
 */
export interface Platform {
  /** Starts an incremental SHA-256. */
  sha256(): Sha256;
  /**
   * A stream for a body of `length` bytes. Its reader gets an error instead of the end if fewer or more are written.
   */
  fixedLengthStream(length: number): {
    /** The body. */
    readable: ReadableStream<Uint8Array>;
    /** Where its bytes are written. */
    writable: WritableStream<Uint8Array>;
  };
  /**
   * Sends a request. It follows no redirects, sends a stream with the Content-Length of the headers, and does not
   * decode the response.
   */
  fetch(input: string | Request, init?: RequestInit): Promise<Response>;
  /** The headers that state the length of a body in bytes; none if a `fixedLengthStream` is enough. */
  bodyHeaders(length: number): [name: string, value: string][];
  /** How long to read the rest of a refused body, ms. 0 if the platform does that itself. */
  readonly drainTimeout: number;
  /**
   * Whether bodies are read into a reused buffer, so that `fixedLengthStream` must no longer need a chunk when its
   * `write` resolves.
   */
  readonly reusesBuffers: boolean;
  /** Whether small bodies wait in memory as a Blob instead of bytes, because the platform would copy bytes when it sends them. @defaultValue `false` */
  readonly holdsBlobs?: boolean;
  /** Whether a request to the address of the request itself reaches the origin, not the handler again. */
  readonly isBeforeOrigin: boolean;
  /** The default of {@link PreScreenOptions.subrequests}. */
  readonly subrequests: number;
  /** The default of {@link ScanProxyOptions.cache}. */
  readonly cache?: ResultCache;
  /** The address of the client, if the platform states it reliably. */
  clientAddress?(request: Request): string | undefined;
}

/** A SHA-256 that is being computed. */
export interface Sha256 {
  /** Resolves when the buffer of these bytes may be reused. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Ends it, and resolves to its 32 bytes. */
  digest(): Promise<Uint8Array>;
  /** Frees it. */
  abort?(reason: unknown): void | Promise<void>;
}

/** A cache of texts that expire. */
export interface ResultCache {
  /** The text, or `undefined` if there is none or it has expired. */
  get(name: string): Promise<string | undefined>;
  /**
   * Stores a text.
   * @param maxAge for how many **seconds**
   */
  put(name: string, text: string, maxAge: number): Promise<void>;
}

/** A rate limiting binding (`[[ratelimits]]`), or `memoryRateLimiter()`. */
export interface RateLimiter {
  /** Counts a request of this key. */
  limit(options: {
    /** Whose request it is. */
    key: string;
  }): Promise<{
    /** Whether the request is within the limit. */
    success: boolean;
  }>;
}

/**
 * The part of R2's bucket that the handlers need: an `R2Bucket`, `s3Bucket()` from `metadefender-wasm/edge/s3`, or `folderBucket()` or
 * `memoryBucket()` from `metadefender-wasm/edge/node`.
 */
export interface Bucket {
  /** Stores an object, as `R2Bucket.put` does. */
  put(key: string, value: any, options?: any): Promise<any>;
  /** Reads an object, as `R2Bucket.get` does. */
  get(key: string, options?: any): Promise<any>;
  /** Reads what is known of an object, without its content; `null` if there is none. Only {@link screenBucket} needs it. */
  head?(key: string): Promise<any>;
  /** Deletes objects; those that are not there are no error. */
  delete(keys: string | string[]): Promise<void>;
  /**
   * Deletes an object only if it is still this one, and resolves to whether it was deleted. R2 has no such call: with R2,
   * {@link screenBucket} compares once more and then deletes.
   */
  deleteIf?(
    key: string,
    object: {
      /** The ETag of the object. */
      etag: string;
      /** Its version id, if the bucket has versions. */
      version?: string;
    },
  ): Promise<boolean>;
  /** Only needed for bodies of unknown length. Without it, those larger than `holding.memory` are refused with 411. */
  createMultipartUpload?(key: string, options?: any): Promise<MultipartUpload>;
}

/** An upload in parts (`R2MultipartUpload`). All parts but the last have the same size, at least 5 MiB. */
export interface MultipartUpload {
  /** Stores a part. Resolves to what `complete` takes. */
  uploadPart(partNumber: number, value: any, options?: any): Promise<any>;
  /** Makes an object of the parts. */
  complete(uploadedParts: any[]): Promise<any>;
  /** Deletes the parts. */
  abort(): Promise<void>;
}
