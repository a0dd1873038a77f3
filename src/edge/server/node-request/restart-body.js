// @ts-check
import { Readable } from 'node:stream';
/** @import { IncomingMessage } from 'node:http' */

/**
 * Makes a request that was read to its end readable once more, with another source for its bytes. Frameworks and parsers have this
 * object and no other: `req.pipe(busboy)`.
 * @param {IncomingMessage} incoming
 * @param {ReadableStream<Uint8Array>} body
 * @returns {() => void} lets go of it
 */
export function restartBody(incoming, body) {
  const reader = body.getReader();
  const { ReadableState } = /** @type {any} */ (Readable);
  const { readableHighWaterMark: highWaterMark } = incoming;
  Object.assign(incoming, {
    _readableState: new ReadableState({ highWaterMark, autoDestroy: true }, incoming, false),
    async _read() {
      try {
        const { value, done } = await reader.read();
        incoming.push(done ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength));
      } catch (error) {
        incoming.destroy(/** @type {Error} */ (error));
      }
    },
  });
  return () => void reader.cancel().catch(() => {});
}
