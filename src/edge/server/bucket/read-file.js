// @ts-check
/** @import { FileHandle } from 'node:fs/promises' */

const READ_BYTES = 128 << 10;

/**
 * A range of a file, which is read as it is asked for. It is opened for its first byte and closed after its last one: who has no use for
 * it need not tell.
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
          // A new buffer each time: the one before may still be in the queue of a socket.
          const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, end - at));
          const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
          if (bytesRead === 0) throw new Error('the file is shorter than it was');
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
