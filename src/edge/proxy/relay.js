// @ts-check
import { ClientDisconnectedError } from '../client-disconnected.js';
import { ProblemError } from '../problem.js';
import { pump } from '../pump.js';
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { HttpError } from './responses.js';
import { sendUpstream } from './upstream.js';

/** A server that responds before it has read the whole body resets the connection, and its response is lost. */
const INTERRUPTED =
  'MetaDefender broke the upload off: the file may be over its size limit, or it is busy';

/** How long MetaDefender may take no more bytes. */
const STALL_TIMEOUT_MS = 60_000;

/** What a server may do between the last byte and its answer: store the file, or pass it on, at a MiB a second. The client in the page
 * waits for half a minute more (`responseTimeout`), so that it hears which of the two did not answer. */
const RESPONSE_TIMEOUT_MS = 120_000;
const RESPONSE_BYTES_PER_MS = 1 << 10;

/**
 * Sends the body of the visitor's request on as it comes in, and waits for the answer. It ends when the body stalls, on
 * either side, when the answer does not come, and when the visitor disconnects before all of the body is there.
 *
 * @param {import('./authorized-request.js').AuthorizedRequest} authorized
 * @param {import('./upstream.js').UpstreamCall} call
 * @param {number} length of the body
 * @returns {Promise<import('./upstream.js').UpstreamResponse>}
 */
export async function relayBody(authorized, call, length) {
  const { request, settings, operation } = authorized;
  const controller = new AbortController();
  const { signal } = controller;
  const disconnect = () => controller.abort(new ClientDisconnectedError());
  request.signal?.addEventListener('abort', disconnect);
  if (request.signal?.aborted) disconnect();

  const { readable, writable } = settings.platform.fixedLengthStream(length);
  const answered = sendUpstream(authorized, { ...call, body: readable, length }, signal);
  const sink = new UpstreamSink(writable, answered);
  const body = /** @type {ReadableStream<Uint8Array>} */ (request.body);
  const { platform } = settings;
  const pumped = pump(body, [sink], { signal, length, platform });
  const complete = pumped.then(() => {
    // From now on there may be an analysis, and its id is needed to cancel it.
    request.signal?.removeEventListener('abort', disconnect);
    const responseTimeout = RESPONSE_TIMEOUT_MS + Math.floor(length / RESPONSE_BYTES_PER_MS);
    return withTimeout(responseTimeout, signal, () => answered);
  });
  complete.catch(() => {});
  try {
    // A refusal may come before the end of the body. What is accepted has to be complete.
    let result = await Promise.race([answered, complete]);
    if (result.response.ok) result = await complete;
    return result;
  } catch (error) {
    const httpError = relayError(error);
    if (httpError.status >= 502)
      settings.reportError(operation.endpoint, `${httpError.message}: ${error}`);
    throw httpError;
  } finally {
    request.signal?.removeEventListener('abort', disconnect);
    controller.abort();
    // A client that is still sending hears the answer only if what it sends is read.
    await pumped.catch(() => {});
  }
}

/** @param {unknown} error */
function relayError(error) {
  if (error instanceof HttpError) return error;
  if (error instanceof ClientDisconnectedError) return new HttpError(400, 'the body broke off');
  if (error instanceof TimeoutError) return new HttpError(504, 'MetaDefender does not answer');
  if (!(error instanceof ProblemError)) return new HttpError(502, INTERRUPTED);
  if (error.kind === 'too-slow') return new HttpError(408, 'the body stopped coming');
  return new HttpError(error.kind === 'too-large' ? 413 : 400, error.message);
}

/** The body of a request to MetaDefender. */
class UpstreamSink {
  #writer;
  #answered;

  /** @param {WritableStream<Uint8Array>} writable @param {Promise<unknown>} answered */
  constructor(writable, answered) {
    this.#writer = writable.getWriter();
    this.#writer.closed.catch(() => {});
    this.#answered = answered;
    // After a failure nobody reads the stream any more.
    answered.catch((error) => this.abort(error));
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    return this.#settled(() => this.#writer.write(bytes));
  }

  close() {
    return this.#settled(() => this.#writer.close());
  }

  /** @param {unknown} reason */
  abort(reason) {
    // Not awaited: it may wait for a write that nobody takes.
    this.#writer.abort(reason).catch(() => {});
  }

  /** Throws the error of the call rather than that of its broken body. @param {() => Promise<void>} write */
  #settled(write) {
    return withTimeout(STALL_TIMEOUT_MS, undefined, async () => {
      try {
        await write();
      } catch (error) {
        await this.#answered;
        throw error;
      }
    });
  }
}
