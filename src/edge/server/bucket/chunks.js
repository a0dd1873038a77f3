// @ts-check

/**
 * The bytes of a value that is put into a bucket, chunk by chunk.
 * @param {unknown} value a stream, a Blob, bytes or text
 * @returns {AsyncIterable<Uint8Array> | Iterable<Uint8Array>}
 */
export function chunksOf(value) {
  if (value instanceof ReadableStream) return streamChunks(value);
  if (value instanceof Blob) return streamChunks(value.stream());
  if (typeof value === 'string') return [new TextEncoder().encode(value)];
  if (value instanceof Uint8Array) return [value];
  throw new TypeError('the value has to be a stream, a Blob, bytes or text');
}

/** @param {ReadableStream<Uint8Array>} stream */
async function* streamChunks(stream) {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
