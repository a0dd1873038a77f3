// @ts-check
import { Gone } from './budget.js';
import { Refusal } from './problem.js';

/**
 * Where bytes go; a stream's writer is one. `write` is done when it wants more.
 * @typedef {object} Sink
 * @property {(bytes: Uint8Array) => unknown} write
 * @property {() => unknown} close
 * @property {(reason: unknown) => unknown} abort
 */

const CHUNK = 64 << 10;

/** How long a client may send nothing at all, ms. */
export const SILENCE = 60_000;

/** How much of a refused body is still read, bytes, and for how long, ms. */
const DRAINED = 2 << 20;
const DRAINING = 1_000;

/**
 * Reads a body once, into all sinks at the pace of the slowest. What fails in one of them ends all.
 * @param {ReadableStream<Uint8Array>} body
 * @param {Sink[]} sinks
 * @param {object} options
 * @param {AbortSignal} options.signal
 * @param {number} [options.length] that it says it has
 * @param {number} [options.limit] bytes
 * @param {number} [options.silence] ms
 * @returns {Promise<number>} how many bytes came
 */
export async function pump(body, sinks, { signal, length, limit = Infinity, silence = SILENCE }) {
  const reader = body.getReader({ mode: 'byob' });
  const waiting = new Waiting(signal);
  let size = 0;
  try {
    for (;;) {
      // Whatever has come: to wait for a full chunk is to take a slow client for a silent one.
      const { value } = await waiting.for(read(reader), silence);
      if (!value?.length) break;
      size += value.length;
      if (size > limit) throw tooLarge(limit);
      await waiting.for(Promise.all(sinks.map((sink) => sink.write(value))));
    }
    if (length !== undefined && size !== length) {
      throw new Refusal('bad-request', { detail: 'the body is not as long as it says' });
    }
    for (const sink of sinks) await waiting.for(sink.close());
    return size;
  } catch (error) {
    await Promise.allSettled(sinks.map(async (sink) => sink.abort(error)));
    if (error instanceof Refusal && error.kind !== 'too-slow') await drain(reader, waiting);
    reader.cancel(error).catch(() => {});
    throw error;
  } finally {
    waiting.end();
  }
}

/**
 * Lets a client send what it is just sending: many do not hear an answer before that, but a broken connection.
 * @param {ReadableStreamBYOBReader} reader
 * @param {Waiting} waiting
 */
async function drain(reader, waiting) {
  try {
    for (let left = DRAINED; left > 0;) {
      const { value } = await waiting.for(read(reader), DRAINING);
      if (!value?.length) return;
      left -= value.length;
    }
  } catch {
    // It has had its chance.
  }
}

/** @param {number} limit */
export const tooLarge = (limit) =>
  new Refusal('too-large', { detail: `a body may have ${limit} bytes` });

/** @param {ReadableStreamBYOBReader} reader */
async function read(reader) {
  try {
    return await reader.read(new Uint8Array(CHUNK));
  } catch (cause) {
    throw new Gone({ cause });
  }
}

/** Waits for one thing after the other, until a signal. Nothing of it is left once that thing is there. */
class Waiting {
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
  async for(thing, ms) {
    this.#signal.throwIfAborted();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        this.#reject = reject;
        if (ms) timer = setTimeout(() => reject(new Refusal('too-slow')), ms);
        Promise.resolve(thing).then(resolve, reject);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  end() {
    this.#signal.removeEventListener('abort', this.#abort);
  }
}
