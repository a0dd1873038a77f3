// @ts-check
/** @import { FileHandle } from 'node:fs/promises' */

const READ_BYTES = 128 << 10;

/**
 * A range of a file as a stream. The file is opened for the first read and closed after the last byte, so a stream that
 * is never read need not be cancelled.
 * @param {() => Promise<FileHandle>} open
 * @param {number} start
 * @param {number} end
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function fileStream(open, start, end) {
  let at = start;
  /** @type {FileHandle | undefined} */
  let handle;
  return new ReadableStream(
    {
      async pull(controller) {
        if (at >= end) return controller.close();
        try {
          handle ??= await open();
          // A new buffer each time: the previous one may still be queued in a socket.
          const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, end - at));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
          if (bytesRead === 0) throw new Error('the file has become shorter');
          at += bytesRead;
          controller.enqueue(new Uint8Array(buffer.buffer, 0, bytesRead));
          if (at < end) return;
          await handle.close();
          controller.close();
        } catch (error) {
          await handle?.close().catch(() => {});
          throw error;
        }
      },
      async cancel() {
        await handle?.close();
      },
    },
    { highWaterMark: 0 },
  );
}
