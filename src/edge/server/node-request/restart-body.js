// @ts-check
import { Readable } from 'node:stream';
/** @import { IncomingMessage } from 'node:http' */

/**
 * Makes a request that was read to its end readable again, from another source. Frameworks and parsers keep this very
 * object: `req.pipe(busboy)`.
 * @param {IncomingMessage} incoming
 * @param {ReadableStream<Uint8Array>} body
 * @returns {() => void} detaches the source
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
