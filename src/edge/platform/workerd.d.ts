// What workerd has and lib dom does not.

declare class FixedLengthStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(length: number);
}

interface Crypto {
  readonly DigestStream: {
    new (algorithm: string): WritableStream<Uint8Array> & { readonly digest: Promise<ArrayBuffer> };
  };
}

interface CacheStorage {
  readonly default: Cache;
}

interface ReadableStreamBYOBReader {
  readAtLeast?(
    size: number,
    view: Uint8Array<ArrayBuffer>,
  ): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>>;
}
