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

/** What a client has to send on average, bytes a second, once it was waited for as long as that. */
const PACE = 1 << 10;

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
 * @param {number} [options.grace] ms, before its pace counts
 * @returns {Promise<number>} how many bytes came
 */
export async function pump(body, sinks, options) {
  const { signal, length, limit = Infinity, silence = SILENCE, grace = SILENCE } = options;
  const waiting = new Waiting(signal);
  /** @type {Reader | undefined} */
  let reader;
  let size = 0;
  // Of the client only: what is slow may be a sink.
  let waited = 0;
  try {
    reader = readerOf(body);
    for (;;) {
      const since = Date.now();
      // Whatever has come: to wait for a full chunk is to take a slow client for a silent one.
      const { value } = await waiting.for(read(reader), silence);
      waited += Date.now() - since;
      if (!value?.length) break;
      size += value.length;
      if (size > limit) throw tooLarge(limit);
      if (waited > grace && size < (waited / 1000) * PACE) throw new Refusal('too-slow');
      await waiting.for(Promise.all(sinks.map((sink) => sink.write(value))));
    }
    if (length !== undefined && size !== length) {
      throw new Refusal('bad-request', { detail: 'the body is not as long as it says' });
    }
    for (const sink of sinks) await waiting.for(sink.close());
    return size;
  } catch (error) {
    await Promise.allSettled(sinks.map(async (sink) => sink.abort(error)));
    if (reader && error instanceof Refusal && error.kind !== 'too-slow') {
      await drain(reader, waiting);
    }
    reader?.cancel(error).catch(() => {});
    throw error;
  } finally {
    waiting.end();
  }
}

/**
 * Lets a client send what it is just sending: many do not hear an answer before that, but a broken connection.
 * @param {Reader} reader
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

/** What reads a body. @typedef {{ read(): Promise<{ value?: Uint8Array }>, cancel(reason: unknown): Promise<void> }} Reader */

/**
 * A body that comes from the network is a stream of bytes. One that a middleware made may be none.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {Reader}
 */
function readerOf(body) {
  try {
    const reader = body.getReader({ mode: 'byob' });
    return {
      read: () => reader.read(new Uint8Array(CHUNK)),
      cancel: (reason) => reader.cancel(reason),
    };
  } catch {
    return body.getReader();
  }
}

/** @param {Reader} reader */
async function read(reader) {
  try {
    return await reader.read();
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
