// @ts-check
/** @import { Readable } from 'node:stream' */

/**
 * A stream of Node's as one of the Web's, which is read as it is asked for. (Readable.toWeb reads ahead.)
 * @param {Readable} readable
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function readableStream(readable) {
  const chunks = readable[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        readable.destroy(reason instanceof Error ? reason : undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
