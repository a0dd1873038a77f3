// @ts-check
import { ClientDisconnectedError } from './client-disconnected.js';
import { drain } from './drain.js';
import { GatheringReader } from './gathering-reader.js';
import { workers } from './platform/workers.js';
import { ProblemError } from './problem.js';
/** @import { Platform } from './edge.js' */

/**
 * A destination for bytes, like a stream's writer. `write` resolves when the sink is ready for more; from then on, the memory
 * of these bytes is used for the next ones.
 * @typedef {object} Sink
 * @property {(bytes: Uint8Array) => unknown} write
 * @property {() => unknown} close
 * @property {(reason: unknown) => unknown} abort
 */

/** How long a client may pause. */
export const IDLE_TIMEOUT_MS = 60_000;

/** The lowest average speed of a client, checked after `grace`. */
const MIN_BYTES_PER_SECOND = 1 << 10;

/**
 * Writes a body to all sinks at the pace of the slowest one. If one sink fails, all are aborted.
 * @param {ReadableStream<Uint8Array>} body
 * @param {Sink[]} sinks
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {number} [options.length] as in Content-Length
 * @param {number} [options.limit] bytes
 * @param {number} [options.idleTimeout] ms
 * @param {number} [options.grace] ms before the average speed is checked
 * @param {Pick<Platform, 'reusesBuffers' | 'drainTimeout'>} [options.platform]
 * @returns {Promise<number>} the size of the body
 */
export async function pump(body, sinks, options) {
  const {
    signal,
    length,
    limit = Infinity,
    idleTimeout = IDLE_TIMEOUT_MS,
    grace = IDLE_TIMEOUT_MS,
    platform = workers,
  } = options;
  const waiter = new AbortableWaiter(signal);
  /** @type {BodyReader | undefined} */
  let reader;
  let size = 0;
  // Time spent waiting for the client, not for the sinks.
  let waitedMs = 0;
  try {
    reader = openReader(body, { idleTimeout, platform, length });
    for (;;) {
      const startedAt = Date.now();
      const { value, done } = await waiter.wait(readChunk(reader), idleTimeout);
      waitedMs += Date.now() - startedAt;
      if (done) break;
      // Deno begins an empty body with an empty chunk.
      if (!value?.length) continue;
      size += value.length;
      if (size > limit) throw tooLarge(limit);
      if (waitedMs > grace && size < (waitedMs / 1000) * MIN_BYTES_PER_SECOND)
        throw new ProblemError('too-slow');
      await waiter.wait(Promise.all(sinks.map((sink) => sink.write(value))));
    }
    if (length !== undefined && size !== length) {
      throw new ProblemError('bad-request', {
        detail: 'the body is not as long as its Content-Length',
      });
    }
    for (const sink of sinks) await waiter.wait(sink.close());
    return size;
  } catch (error) {
    await Promise.allSettled(sinks.map(async (sink) => sink.abort(error)));
    if (reader && isWaitingForAnswer(error, platform)) await drain(reader, platform);
    reader?.cancel(error).catch(() => {});
    throw error;
  } finally {
    waiter.dispose();
  }
}

/**
 * Whether the client may still be sending and should get a response.
 * @param {unknown} error
 * @param {Pick<Platform, 'drainTimeout'>} platform
 */
function isWaitingForAnswer(error, { drainTimeout }) {
  if (error instanceof ProblemError) return error.kind !== 'too-slow';
  return drainTimeout > 0 && !(error instanceof ClientDisconnectedError);
}

/** @param {number} limit */
export const tooLarge = (limit) =>
  new ProblemError('too-large', { detail: `a body may have at most ${limit} bytes` });

/** @typedef {{ read(): Promise<{ done?: boolean, value?: Uint8Array }>, cancel(reason: unknown): Promise<void> }} BodyReader */

/**
 * In Workers a body from the network is a byte stream. The body of a request that a middleware made may be another
 * stream.
 * @param {ReadableStream<Uint8Array>} body
 * @param {object} options
 * @param {number} options.idleTimeout ms
 * @param {Pick<Platform, 'reusesBuffers'>} options.platform
 * @param {number} [options.length]
 * @returns {BodyReader}
 */
function openReader(body, { idleTimeout, platform, length }) {
  if (!platform.reusesBuffers) return new GatheringReader(body);
  try {
    return new ByteReader(body.getReader({ mode: 'byob' }), idleTimeout, length);
  } catch {
    return body.getReader();
  }
}

const MIN_BUFFER_BYTES = 64 << 10;
const MAX_BUFFER_BYTES = 512 << 10;

/**
 * Reads as much at once as the client sends within a moment, because each read costs CPU time, however few bytes it
 * returns: reads of 512 KiB cost a third of reads of 64 KiB. It never waits for more bytes than the slowest permitted
 * client sends within the idle timeout, or that client would look idle.
 */
class ByteReader {
  #reader;
  #buffer = new ArrayBuffer(0);
  #size;
  /** Bytes that the next read waits for. */
  #min = 1;
  #maxMin;
  #quickMs;

  /** @param {ReadableStreamBYOBReader} reader @param {number} idleTimeout ms @param {number} [length] of the body */
  constructor(reader, idleTimeout, length = MIN_BUFFER_BYTES) {
    this.#reader = reader;
    this.#size = Math.max(1, Math.min(length, MIN_BUFFER_BYTES));
    const slowest = Math.floor((idleTimeout / 1000) * MIN_BYTES_PER_SECOND);
    this.#maxMin = Math.max(1, Math.min(slowest, this.#size));
    this.#quickMs = idleTimeout / 600;
  }

  async read() {
    const min = this.#min;
    if (this.#buffer.byteLength < this.#size) this.#buffer = new ArrayBuffer(this.#size);
    const view = new Uint8Array(this.#buffer);
    const startedAt = Date.now();
    // workerd's own method. The standard's option `min` fails in Node if fewer bytes are left.
    const result = this.#reader.readAtLeast
      ? await this.#reader.readAtLeast(min, view)
      : await this.#reader.read(view);
    const tookMs = Date.now() - startedAt;
    const size = result.value?.length ?? 0;
    // `read` transfers the buffer and returns it.
    if (result.value) this.#buffer = result.value.buffer;
    if (size === this.#size && size >= MIN_BUFFER_BYTES)
      this.#size = Math.min(2 * size, MAX_BUFFER_BYTES);
    if (tookMs < this.#quickMs) this.#min = Math.min(2 * Math.max(min, size), this.#maxMin);
    if (tookMs > 4 * this.#quickMs) this.#min = Math.ceil(min / 4);
    return result;
  }

  /** @param {unknown} reason */
  cancel(reason) {
    return this.#reader.cancel(reason);
  }
}

/** @param {BodyReader} reader */
async function readChunk(reader) {
  try {
    return await reader.read();
  } catch (cause) {
    // By a limit of the server's own, such as the BODY_SIZE_LIMIT of SvelteKit.
    if (/** @type {any} */ (cause)?.status === 413) {
      throw new ProblemError('too-large', { detail: 'the server takes no body of this size' });
    }
    throw new ClientDisconnectedError({ cause });
  }
}

/**
 * Waits for one promise after another, until a signal is aborted. It adds one listener in all: racing each promise
 * against the signal would leave a listener behind for every chunk.
 */
class AbortableWaiter {
  #signal;
  /** @type {(reason: unknown) => void} */
  #reject = () => {};
  #abort = () => this.#reject(this.#signal.reason);

  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort);
  }

  /**
   * @template T
   * @param {T | Promise<T>} thing
   * @param {number} [ms]
   * @returns {Promise<T>}
   */
  async wait(thing, ms) {
    this.#signal.throwIfAborted();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        this.#reject = reject;
        if (ms) timer = setTimeout(() => reject(new ProblemError('too-slow')), ms);
        Promise.resolve(thing).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  dispose() {
    this.#signal.removeEventListener('abort', this.#abort);
  }
}
