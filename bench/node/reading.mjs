// @ts-check
import { open } from 'node:fs/promises';

const BUFFER = 1 << 20;

/**
 * Reads a file in the way that was measured to be the fastest in Node: again and again into one buffer.
 * @param {string} path
 * @param {(bytes: Uint8Array) => unknown} onBytes
 */
export async function readFileInto(path, onBytes) {
  const handle = await open(path);
  try {
    const buffer = new Uint8Array(BUFFER);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, BUFFER);
      if (bytesRead === 0) return;
      onBytes(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads a blob in slices. While one is used, the next is read.
 * @param {Blob} blob
 * @param {number} slice
 * @param {(bytes: Uint8Array) => unknown} onBytes
 */
export async function readSlices(blob, slice, onBytes) {
  const read = (/** @type {number} */ at) =>
    at < blob.size ? blob.slice(at, at + slice).arrayBuffer() : undefined;
  let ahead = read(0);
  for (let at = slice; ahead; at += slice) {
    const bytes = await ahead;
    ahead = read(at);
    onBytes(new Uint8Array(bytes));
  }
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {(bytes: Uint8Array) => unknown} onBytes
 */
export async function readStream(stream, onBytes) {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes(value);
  }
}
