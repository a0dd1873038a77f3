import { answer } from './answer.js';
import { noAnswer, refusedHeader } from './failure.js';

/**
 * Whether there is an XHR that can send a Blob, as in pages and their workers. Not in the pages of test runners:
 * happy-dom's XHR never states the length, and next to jsdom's the global Blob may be Node's.
 */
export const hasXhr = () =>
  typeof XMLHttpRequest === 'function' &&
  !('happyDOM' in globalThis) &&
  File.prototype instanceof Blob;

/**
 * Whether a service worker may intercept the request and send the bytes by its own `fetch`: XHR then reports no progress.
 * Chromium has `navigator.serviceWorker` in pages only, so a worker cannot tell.
 */
function mayBeIntercepted() {
  const { isSecureContext, navigator } = globalThis;
  return isSecureContext && navigator.serviceWorker?.controller !== null;
}

/**
 * Sends a file from a page or its worker. Only XHR reports the progress of an upload.
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
    // An intercepted request may report its start, and then nothing until its end.
    isWatched ||= file.sent > 0 && loaded > file.sent;
    file.report(loaded);
    if (!isWatched) return;
    // Firefox fires `onload` only with the response.
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
    // Does nothing if the request has ended.
    request.abort();
  }
}
