import { isSuccess } from './answer.js';
import { chunksOf } from './chunks.js';
import { HostFailure, unreadable } from './failure.js';

/**
 * The chunks of a file that is sent, on whose way out is seen how much it was, and a stream is hashed. The last one is
 * given when it is known to be the last: a server has all bytes that it was told of by then.
 * @param {import('./source.js').Source} source
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 * @param {boolean} isReused whether a chunk is gone when the next one is asked for
 * @returns {import('./chunks.js').Chunks}
 */
export function bodyChunks(source, { length, onSent, hashing }, patience, watch, isReused) {
  const { next, cancel } = chunksOf(source, isReused);
  let isOver = false;
  /** @param {unknown} [reason] */
  const stop = (reason) => {
    isOver = true;
    cancel(reason);
  };
  watch.cancel = stop;

  async function read() {
    const chunk = await next();
    const left = length - watch.sent;
    if (!chunk && left > 0) throw ofAnotherLength(watch.sent);
    if (!chunk || chunk.length < left) return chunk;
    const last = isReused ? chunk.slice() : chunk;
    let all = watch.sent + last.length;
    for (let more; all === length && (more = await next());) all += more.length;
    if (all !== length) throw ofAnotherLength(all);
    return last;
  }

  /** @param {number} bytes that came, at least */
  function ofAnotherLength(bytes) {
    const message = `the stream has ${bytes} bytes, and was to have ${length}`;
    return new HostFailure('invalid-input', message);
  }

  return {
    async next() {
      if (watch.sent === length) {
        stop();
        return undefined;
      }
      try {
        const chunk = await read();
        if (!chunk) return undefined;
        await hashing?.write(chunk);
        watch.sent += chunk.length;
        patience.moved();
        onSent(watch.sent);
        return chunk;
      } catch (cause) {
        // One that is let go of seems to end.
        if (!isOver) watch.failure = cause instanceof HostFailure ? cause : unreadable(cause);
        throw cause;
      }
    },
    cancel: stop,
  };
}

/**
 * Ends the sending of chunks, and the hashing of a stream that was sent.
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {number} status of the answer
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 */
export async function endBody({ hashing, length }, status, patience, watch) {
  if (!watch.cancel || !isSuccess(status)) return;
  if (watch.sent !== length) {
    throw new HostFailure('protocol', 'the server answered before it had the whole file');
  }
  await hashing?.end(patience);
}
