// @ts-check

/**
 * A stream of exactly `length` bytes: its reader gets an error instead of the end if fewer or more are written.
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
