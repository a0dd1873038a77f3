/** @typedef {import('./chunks.js').Chunks} Chunks */

/**
 * Reads all chunks to the end.
 * @param {Chunks} chunks
 * @param {(chunk: Uint8Array) => unknown} onChunk may return a promise
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function drain({ next, cancel }, onChunk, guard) {
  try {
    for (let chunk; (chunk = await guard.race(next()));) {
      // Most hashers are synchronous.
      const taking = onChunk(chunk);
      if (taking) await taking;
    }
  } finally {
    cancel();
  }
}

/**
 * A stream that reads each chunk on demand.
 * @param {Chunks} chunks
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function pulled({ next, cancel }) {
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const chunk = await next();
          if (chunk) return controller.enqueue(/** @type {Uint8Array<ArrayBuffer>} */ (chunk));
        } catch (cause) {
          cancel(cause);
          throw cause;
        }
        cancel();
        controller.close();
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}
