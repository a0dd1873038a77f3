// @ts-check

/**
 * A stream of so many bytes: who reads it sees an error, not its end, if fewer or more are written.
 * @param {number} length
 * @returns {{ readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array> }}
 */
export function countedStream(length) {
  let left = length;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.length;
      if (left < 0) throw new TypeError(`more than ${length} bytes were written`);
      controller.enqueue(chunk);
    },
    flush() {
      if (left > 0) throw new TypeError(`${left} of ${length} bytes are missing`);
    },
  });
}
