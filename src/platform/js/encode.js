import { chunksOf } from './chunks.js';
import { HostFailure } from './failure.js';
import { drain, pulled } from './read-chunks.js';
import { blobSource } from './source.js';

/**
 * Collects a stream into a Blob, which a browser keeps on disk if it is large. An abort releases the stream.
 * @param {import('./source.js').Source} source
 * @param {number | undefined} limit maximum of bytes in memory; `undefined` if the browser manages the memory
 * @param {AbortSignal | undefined} signal
 */
export async function collected(source, limit, signal) {
  if (limit !== undefined) return blobSource((guard) => buffered(source, limit, guard), signal);
  const stream = /** @type {ReadableStream} */ (source.content);
  return blobSource((guard) => {
    const through = stream.pipeThrough(new TransformStream(), { signal });
    return guard.race(new Response(through).blob());
  }, signal);
}

/** Chunks are copied into blocks of this size: a chunk of one byte may keep a large buffer alive. */
const BLOCK = 64 << 10;

/**
 * @param {import('./source.js').Source} source
 * @param {number} limit
 * @param {import('./stall-guard.js').StallGuard} guard
 */
async function buffered(source, limit, guard) {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const blocks = [];
  let size = 0;
  const take = (/** @type {Uint8Array} */ chunk) => {
    if (size + chunk.length > limit) {
      throw new HostFailure(
        'length-required',
        `the stream has more than ${limit} bytes: state its contentLength, or let more be held by bufferLimit`,
      );
    }
    for (let at = 0; at < chunk.length;) {
      const used = size % BLOCK;
      if (used === 0) blocks.push(new Uint8Array(BLOCK));
      const piece = chunk.subarray(at, at + BLOCK - used);
      blocks.at(-1)?.set(piece, used);
      at += piece.length;
      size += piece.length;
    }
  };
  await drain(chunksOf(source, true), take, guard);
  const last = blocks.pop();
  return new Blob(last ? [...blocks, last.subarray(0, size - blocks.length * BLOCK)] : []);
}

/**
 * Encodes the bytes for the header `content-encoding`.
 * @param {import('./source.js').Source} source
 * @param {'gzip' | 'base64'} encoding
 * @param {AbortSignal | undefined} signal
 */
export async function encoded(source, encoding, signal) {
  if (encoding === 'base64') return blobSource((guard) => base64(source, guard), signal);
  if (typeof CompressionStream === 'undefined') {
    throw new HostFailure(
      'unsupported',
      'this runtime cannot compress: there is no CompressionStream',
    );
  }
  return blobSource((guard) => {
    const gzip = pulled(chunksOf(source, false)).pipeThrough(new CompressionStream('gzip'));
    return guard.race(new Response(gzip).blob());
  }, signal);
}

/** Bytes that are encoded at a time: a multiple of three, so that there is no padding between two parts. */
const BASE64_PART = 3 << 13;

/**
 * @param {import('./source.js').Source} source
 * @param {import('./stall-guard.js').StallGuard} guard
 */
async function base64(source, guard) {
  /** @type {string[]} */
  const parts = [];
  let rest = new Uint8Array();
  const encode = (/** @type {Uint8Array} */ bytes) =>
    parts.push(btoa(String.fromCharCode(...bytes)));
  const take = (/** @type {Uint8Array} */ chunk) => {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    const end = bytes.length - (bytes.length % 3);
    for (let start = 0; start < end; start += BASE64_PART) {
      encode(bytes.subarray(start, Math.min(start + BASE64_PART, end)));
    }
    rest = bytes.slice(end);
  };
  await drain(chunksOf(source, true), take, guard);
  encode(rest);
  return new Blob(parts);
}
