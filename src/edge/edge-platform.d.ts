import type { PreScreenOptions, ScanProxyOptions } from './edge.js';

/**
 * What the handlers need of the platform that they run on. In Cloudflare Workers it is there; elsewhere `nodePlatform()` of
 * `metadefender-wasm/edge/node` makes it, for Node, Deno and Bun.
 */
export interface Platform {
  /** Begins a SHA-256 of bytes as they come. */
  sha256(): Sha256;
  /**
   * A stream for a body of `length` bytes. Who reads it hears an error, not its end, if fewer or more are written.
   */
  fixedLengthStream(length: number): {
    readable: ReadableStream<Uint8Array>;
    writable: WritableStream<Uint8Array>;
  };
  /**
   * Sends a request. It follows no redirect, sends a stream by the Content-Length among the headers, and passes on an encoded
   * answer as it is.
   */
  fetch(input: string | Request, init?: RequestInit): Promise<Response>;
  /** The headers that say how long a body is, bytes; none where a `fixedLengthStream` is enough. */
  bodyHeaders(length: number): [name: string, value: string][];
  /** How long the rest of a body is read that is refused, ms. 0 where the platform does that itself. */
  readonly drainTimeout: number;
  /** Whether bodies are read into the same memory again and again, so that `fixedLengthStream` has to be done with a chunk when its `write` resolves. */
  readonly reusesBuffers: boolean;
  /** Whether a request to the address of the request itself reaches the origin, not the handler again. */
  readonly isBeforeOrigin: boolean;
  /** The default of {@link PreScreenOptions.subrequests}. */
  readonly subrequests: number;
  /** The default of {@link ScanProxyOptions.cache}. */
  readonly cache?: ResultCache;
  /** The address of the client, where a request surely tells it. */
  clientAddress?(request: Request): string | undefined;
}

/** A SHA-256 that is being computed. */
export interface Sha256 {
  /** Resolves when the memory of these bytes may be used again. */
  write(bytes: Uint8Array): void | Promise<void>;
  /** Its 32 bytes. */
  digest(): Promise<Uint8Array>;
  /** Lets go of it. */
  abort?(reason: unknown): void | Promise<void>;
}

/** Keeps texts for a while. */
export interface ResultCache {
  get(name: string): Promise<string | undefined>;
  /** @param maxAge seconds */
  put(name: string, text: string, maxAge: number): Promise<void>;
}

/** A rate limiting binding (`[[ratelimits]]`), or `memoryRateLimiter()`. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/**
 * What is needed of an R2 bucket to hold, to store and to screen; `R2Bucket` is one, and so is what `folderBucket()` and `memoryBucket()` of
 * `metadefender-wasm/edge/node` make.
 */
export interface Bucket {
  put(key: string, value: any, options?: any): Promise<any>;
  get(key: string, options?: any): Promise<any>;
  /** What is known of an object without its content; `null` if there is none. Only {@link screenBucket} needs it. */
  head?(key: string): Promise<any>;
  delete(keys: string | string[]): Promise<void>;
  /**
   * Deletes an object only if it is still this one, and says whether. R2 has no such call: there {@link screenBucket} looks once more
   * and then deletes.
   */
  deleteIf?(key: string, object: { etag: string; version?: string }): Promise<boolean>;
  /** Only for bodies that do not state their length. Without it these are refused (411) over `holding.memory`. */
  createMultipartUpload?(key: string, options?: any): Promise<MultipartUpload>;
}

/** An upload in parts (`R2MultipartUpload`): all but the last have the same size, of at least 5 MiB. */
export interface MultipartUpload {
  uploadPart(partNumber: number, value: any, options?: any): Promise<any>;
  complete(uploadedParts: any[]): Promise<any>;
  abort(): Promise<void>;
}
