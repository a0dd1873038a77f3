import { incoming } from './answer.js';
import { noAnswer, refusedHeader } from './failure.js';

/**
 * A file from a page or its worker. Only XHR tells how much of it was sent.
 * @param {import('./exchange.js').Outgoing} outgoing
 * @param {import('./time.js').Patience} patience
 */
export async function byXhr({ method, url, headers, body, onSent }, patience) {
  const request = new XMLHttpRequest();
  request.open(method, url);
  for (const [name = '', value = ''] of headers) {
    try {
      request.setRequestHeader(name, value);
    } catch {
      throw refusedHeader();
    }
  }
  const sent = (/** @type {ProgressEvent} */ { loaded }) => {
    patience.moved();
    onSent(loaded);
  };
  request.upload.onprogress = sent;
  // After the last byte the patience begins anew: now the answer is waited for.
  request.upload.onload = sent;
  request.onprogress = () => patience.moved();
  try {
    const ended = new Promise((resolve) => {
      request.onloadend = resolve;
    });
    request.send(await /** @type {import('./source.js').Source} */ (body).blob());
    await patience.for(ended);
    if (request.status === 0) throw noAnswer();
    const header = (/** @type {string} */ name) => request.getResponseHeader(name);
    return incoming(request.status, request.responseText, header);
  } finally {
    request.upload.onprogress = request.upload.onload = request.onprogress = null;
    // One that has ended is left as it is.
    request.abort();
  }
}
