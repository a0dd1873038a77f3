// @ts-check
/** @import { Readable } from 'node:stream' */

/**
 * A Node stream as a web stream without read-ahead. At the end no listener is left on the Node stream, so that a
 * request can be read again. (`Readable.toWeb` reads ahead; async iteration leaves a listener.)
 * @param {Readable} readable
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function readableStream(readable) {
  /** @type {[event: string, listener: (...args: any[]) => void][]} */
  const listeners = [];
  const release = () => listeners.splice(0).forEach(([event, one]) => readable.off(event, one));
  return new ReadableStream(
    {
      start(controller) {
        /** @param {Error} [error] */
        const end = (error) => {
          if (listeners.length === 0) return;
          release();
          // A failure may emit several events.
          readable.on('error', () => {});
          if (error) controller.error(error);
          else controller.close();
        };
        listeners.push(
          ['data', (chunk) => (readable.pause(), controller.enqueue(chunk))],
          ['end', () => end()],
          ['error', end],
          ['close', () => end(new Error('the connection was closed'))],
        );
        for (const [event, listener] of listeners) readable.on(event, listener);
        readable.pause();
        // It may have ended already, without another event.
        if (readable.readableEnded) end();
        else if (readable.destroyed) end(new Error('the connection was closed'));
      },
      pull() {
        readable.resume();
      },
      cancel(reason) {
        release();
        readable.on('error', () => {});
        readable.destroy(reason instanceof Error ? reason : undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
