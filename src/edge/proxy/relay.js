// @ts-check
import { ClientDisconnectedError } from '../client-disconnected.js';
import { ProblemError } from '../problem.js';
import { pump } from '../pump.js';
import { TimeoutError, withTimeout } from '../with-timeout.js';
import { HttpError } from './responses.js';
import { sendUpstream } from './upstream.js';

/** A server that responds before it has read the whole body resets the connection, and its response is lost. */
const INTERRUPTED =
  'MetaDefender aborted the upload: the file may be over its size limit, or the service is busy';

/** How long MetaDefender may accept no bytes. */
const STALL_TIMEOUT_MS = 60_000;

/**
 * The time from the last byte to the response, in which a server may store the file or forward it at 1 MiB/s. The
 * client in the page waits half a minute longer (`responseTimeout`), so it learns that MetaDefender did not respond,
 * not the proxy.
 */
const RESPONSE_TIMEOUT_MS = 120_000;
const RESPONSE_BYTES_PER_MS = 1 << 10;

/**
 * Streams the body of the visitor's request to MetaDefender and waits for the response. Fails if either side stalls, if
 * no response comes in time, or if the visitor disconnects before the end of the body.
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
    // From here on an analysis may exist, and cancelling it needs its id.
    request.signal?.removeEventListener('abort', disconnect);
    const responseTimeout = RESPONSE_TIMEOUT_MS + Math.floor(length / RESPONSE_BYTES_PER_MS);
    return withTimeout(responseTimeout, signal, () => answered);
  });
  complete.catch(() => {});
  try {
    // A server may refuse before the end of the body, but must not accept before it.
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
    // A client that is still sending only sees the response if the rest of its body is read.
    await pumped.catch(() => {});
  }
}

/** @param {unknown} error */
function relayError(error) {
  if (error instanceof HttpError) return error;
  if (error instanceof ClientDisconnectedError)
    return new HttpError(400, 'the connection was lost before the end of the body');
  if (error instanceof TimeoutError)
    return new HttpError(504, 'MetaDefender did not respond in time');
  if (!(error instanceof ProblemError)) return new HttpError(502, INTERRUPTED);
  if (error.kind === 'too-slow') return new HttpError(408, 'the body was sent too slowly');
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
    // After a failure nobody reads the rest of the stream.
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
    // Not awaited: it may wait for a write that never completes.
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
