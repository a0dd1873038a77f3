// @ts-check
/** @import { FileHandle } from 'node:fs/promises' */

const READ_BYTES = 256 << 10;

/**
 * A range of an open file, which is read as it is asked for, and closed at its end.
 * @param {FileHandle} handle
 * @param {number} start
 * @param {number} end
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function fileStream(handle, start, end) {
  let at = start;
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          if (at >= end) {
            await handle.close();
            return controller.close();
          }
          // A new buffer each time: the one before may still be in the queue of a socket.
          const buffer = new Uint8Array(Math.min(READ_BYTES, end - at));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
          if (bytesRead === 0) throw new Error('the file is shorter than it was');
          at += bytesRead;
          controller.enqueue(buffer.subarray(0, bytesRead));
        } catch (error) {
          await handle.close().catch(() => {});
          throw error;
        }
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 },
  );
}
