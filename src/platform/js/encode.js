import { HostFailure, unreadable } from './failure.js';
import { blobSource } from './source.js';

/**
 * A stream collected into a Blob, which a browser keeps on disk when it is large. An abort lets go of the stream.
 * @param {import('./source.js').Source} source
 * @param {AbortSignal | undefined} signal
 */
export async function collected(source, signal) {
  const stream = /** @type {ReadableStream} */ (source.content);
  return blobSource((guard) => {
    const through = stream.pipeThrough(new TransformStream(), { signal });
    return guard.race(new Response(through).blob());
  }, signal);
}

/**
 * The bytes, encoded, as `content-encoding` has it.
 * @param {import('./source.js').Source} source
 * @param {'gzip' | 'base64'} encoding
 * @param {AbortSignal | undefined} signal
 */
export async function encoded(source, encoding, signal) {
  const blob = await source.blob();
  if (encoding === 'base64') return blobSource((guard) => base64(blob, guard), signal);
  if (typeof CompressionStream === 'undefined') {
    throw new HostFailure(
      'unsupported',
      'this runtime cannot compress: there is no CompressionStream',
    );
  }
  return blobSource((guard) => {
    const gzip = new CompressionStream('gzip');
    return guard.race(new Response(blob.stream().pipeThrough(gzip)).blob());
  }, signal);
}

/** Multiples of three bytes, so that the parts need no padding between them. */
const BASE64_PART = 3 << 13;
const BASE64_SLICE = 3 << 20;

/**
 * @param {Blob} blob
 * @param {import('./stall-guard.js').StallGuard} guard
 */
async function base64(blob, guard) {
  const parts = [];
  for (let start = 0; start < blob.size; start += BASE64_SLICE) {
    const end = Math.min(start + BASE64_SLICE, blob.size);
    const bytes = new Uint8Array(await guard.race(blob.slice(start, end).arrayBuffer()));
    if (bytes.length !== end - start) throw unreadable();
    for (let part = 0; part < bytes.length; part += BASE64_PART) {
      parts.push(btoa(String.fromCharCode(...bytes.subarray(part, part + BASE64_PART))));
    }
  }
  return new Blob(parts);
}
