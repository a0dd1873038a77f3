import { isSuccess } from './answer.js';
import { chunksOf } from './chunks.js';
import { HostFailure } from './failure.js';

/**
 * The chunks of a file that is sent, on whose way out is seen how much it was, and a stream is hashed.
 * @param {import('./source.js').Source} source
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 * @param {boolean} isReused whether a chunk is gone when the next one is asked for
 * @returns {import('./chunks.js').Chunks}
 */
export function bodyChunks(source, { onSent, hashing }, patience, watch, isReused) {
  const { next, cancel } = chunksOf(source, isReused);
  return {
    async next() {
      let chunk;
      try {
        chunk = await next();
      } catch (cause) {
        if (cause instanceof HostFailure) watch.failure = cause;
        throw cause;
      }
      if (chunk) {
        await hashing?.write(chunk);
        watch.sent += chunk.byteLength;
        patience.moved();
        onSent(watch.sent);
      } else {
        watch.ended = true;
        cancel();
      }
      return chunk;
    },
    cancel,
  };
}

/**
 * Ends the hashing of a stream that was sent.
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {number} status of the answer
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 */
export async function endHashing({ hashing, length }, status, patience, watch) {
  if (!hashing || !isSuccess(status)) return;
  if (watch.sent !== length) {
    throw new HostFailure('protocol', 'the server answered before it had the whole file');
  }
  await hashing.end(patience);
}
