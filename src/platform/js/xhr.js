import { answer } from './answer.js';
import { noAnswer, refusedHeader } from './failure.js';

/**
 * Whether there is XHR that sends a Blob: in pages and their dedicated workers. Not in those of test runners: happy-dom's
 * never states the length, and beside jsdom's there may be the Blob of Node.
 */
export const hasXhr = () =>
  typeof XMLHttpRequest === 'function' &&
  !('happyDOM' in globalThis) &&
  File.prototype instanceof Blob;

/**
 * A file from a page or its worker. Only XHR tells how much of it was sent.
 * @param {import('./fetch.js').HttpRequest} request
 * @param {import('./file-body.js').FileBody} file
 * @param {import('./stall-guard.js').StallGuard} guard
 */
export async function byXhr({ method, url, headers, credentials }, file, guard) {
  const request = new XMLHttpRequest();
  request.open(method, url);
  request.withCredentials = credentials === 'include';
  for (const [name, value] of headers) {
    try {
      request.setRequestHeader(name, value);
    } catch {
      throw refusedHeader();
    }
  }
  const onSent = (/** @type {ProgressEvent} */ { loaded }) => {
    guard.touch();
    file.report(loaded);
  };
  request.upload.onprogress = onSent;
  // After the last byte the time begins anew: now the answer is waited for.
  request.upload.onload = onSent;
  request.onprogress = () => guard.touch();
  try {
    const ended = new Promise((resolve) => {
      request.onloadend = resolve;
    });
    request.send(await file.source.blob(guard));
    await guard.race(ended);
    if (request.status === 0) throw noAnswer();
    const get = (/** @type {string} */ name) => request.getResponseHeader(name);
    return answer(request.status, request.responseText, { get });
  } finally {
    request.upload.onprogress = request.upload.onload = request.onprogress = null;
    // One that has ended is left as it is.
    request.abort();
  }
}
