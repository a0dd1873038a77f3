// @ts-check
import { ClientDisconnectedError } from '../client-disconnected.js';
import { ProblemError } from '../problem.js';
import { IDLE_TIMEOUT_MS } from '../pump.js';
import { TimeoutError, withTimeout } from '../with-timeout.js';
/** @import { AdmittedBody } from './admit.js' */

/**
 * The body, or `undefined` if it is empty. If no length is stated, it has to read the first chunk to know.
 * @param {AdmittedBody} admitted
 * @param {AbortSignal} signal
 * @returns {Promise<AdmittedBody | undefined>}
 */
export async function withContent(admitted, signal) {
  const reader = admitted.body.getReader();
  const first = await withTimeout(IDLE_TIMEOUT_MS, signal, () => firstChunk(reader)).catch(
    (cause) => {
      reader.cancel(cause).catch(() => {});
      throw cause instanceof TimeoutError
        ? new ProblemError('too-slow')
        : new ClientDisconnectedError({ cause });
    },
  );
  if (first.done) return undefined;
  /** @type {typeof first | undefined} */
  let next = first;
  const body = new ReadableStream(
    {
      async pull(controller) {
        const { value, done } = next ?? (await reader.read());
        next = undefined;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return { ...admitted, body };
}

/** Deno begins an empty body with an empty chunk. @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function firstChunk(reader) {
  for (;;) {
    const chunk = await reader.read();
    if (chunk.done || chunk.value.length > 0) return chunk;
  }
}
