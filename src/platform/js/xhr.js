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
 * Whether a service worker may stand between, which sends the bytes by a `fetch` of its own: XHR then tells no progress.
 * Chromium has `navigator.serviceWorker` in pages only; a worker of it does not know.
 */
function mayBeIntercepted() {
  const { isSecureContext, navigator } = globalThis;
  return isSecureContext && navigator.serviceWorker?.controller !== null;
}

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
  const { length } = file;
  let isWatched = !mayBeIntercepted();
  const onSent = (/** @type {ProgressEvent} */ { loaded }) => {
    // A request that is intercepted may tell that it began, and then nothing until its end.
    isWatched ||= file.sent > 0 && loaded > file.sent;
    file.report(loaded);
    if (!isWatched) return;
    // Firefox has `onload` only with the response.
    if (loaded >= length) guard.awaitResponse(length);
    else guard.touchUpload();
  };
  request.upload.onprogress = onSent;
  request.upload.onload = onSent;
  const onResponse = () => guard.touch();
  request.onprogress = request.onreadystatechange = onResponse;
  try {
    const ended = new Promise((resolve) => {
      request.onloadend = resolve;
    });
    const blob = await file.source.blob(guard);
    if (isWatched) guard.touch();
    else guard.awaitUnseenUpload(length);
    request.send(blob);
    await guard.race(ended);
    if (request.status === 0) throw noAnswer();
    const get = (/** @type {string} */ name) => request.getResponseHeader(name);
    return answer(request.status, request.responseText, { get });
  } finally {
    request.upload.onprogress = request.upload.onload = null;
    request.onprogress = request.onreadystatechange = null;
    // One that has ended is left as it is.
    request.abort();
  }
}
