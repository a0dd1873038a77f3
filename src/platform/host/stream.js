import { bodyChunks } from './body.js';
import { HostFailure, unreadable } from './failure.js';
import { sendsByHttp } from './http.js';
import { runtime } from './runtime.js';

/**
 * Whether a stream can be sent with its length: not in browsers, and by Deno's fetch.
 * @param {boolean} hasFetch whether the caller's own is used
 */
export function sendsStreams(hasFetch) {
  const where = runtime();
  return where !== 'browser' && (where !== 'deno' || (!hasFetch && sendsByHttp()));
}

/**
 * Whether a file goes out as a stream: Node and Bun send one with the Content-Length that is stated, and faster and in
 * less memory than a Blob.
 * @param {import('./source.js').Source} source
 * @param {import('./exchange.js').Outgoing} outgoing
 */
export const isStreamed = (source, { fetch }) =>
  source.isStream || (!fetch && ['node', 'bun'].includes(runtime()));

/**
 * @param {import('./source.js').Source} source
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 * @param {import('./exchange.js').Watch} watch
 */
export function bodyStream(source, outgoing, patience, watch) {
  const { FixedLengthStream } = /** @type {any} */ (globalThis);
  try {
    const chunks = bodyChunks(source, outgoing, patience, watch, !!FixedLengthStream);
    return FixedLengthStream
      ? pumped(chunks, new FixedLengthStream(outgoing.length))
      : pulled(chunks);
  } catch (cause) {
    throw cause instanceof HostFailure ? cause : unreadable(cause);
  }
}

/**
 * @param {import('./chunks.js').Chunks} chunks
 * @returns {ReadableStream<Uint8Array>}
 */
function pulled({ next, cancel }) {
  return new ReadableStream(
    {
      async pull(controller) {
        const chunk = await next();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}

/**
 * In workerd a stream of its own states the length, and takes a chunk before the next one is read.
 * @param {import('./chunks.js').Chunks} chunks
 * @param {{ readable: ReadableStream<Uint8Array>, writable: WritableStream<Uint8Array> }} stream
 */
function pumped({ next, cancel }, { readable, writable }) {
  const writer = writable.getWriter();
  async function pump() {
    for (let chunk; (chunk = await next());) await writer.write(chunk);
    await writer.close();
  }
  // What went wrong, the request tells, which then fails.
  pump().catch((cause) => {
    cancel(cause);
    writer.abort(cause).catch(() => {});
  });
  return readable;
}
