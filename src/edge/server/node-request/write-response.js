// @ts-check
import { once } from 'node:events';
/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * @param {Response} response
 * @param {IncomingMessage} incoming
 * @param {ServerResponse} outgoing
 */
export async function writeResponse(response, incoming, outgoing) {
  const { status, statusText, headers, body } = response;
  if (outgoing.destroyed || outgoing.headersSent) return void body?.cancel().catch(() => {});
  outgoing.statusCode = status;
  if (statusText) outgoing.statusMessage = statusText;
  for (const [name, value] of headers) outgoing.appendHeader(name, value);
  // The rest of the request's body could be taken for the next request.
  if (!incoming.complete) outgoing.setHeader('connection', 'close');
  if (!body) return void outgoing.end();
  const reader = body.getReader();
  outgoing.once('close', () => void reader.cancel().catch(() => {}));
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      if (!outgoing.write(value)) await Promise.race([once(outgoing, 'drain'), closed(outgoing)]);
      if (outgoing.destroyed) return;
    }
    outgoing.end();
  } catch {
    // The client must not take a part of the response for all of it.
    outgoing.destroy();
  }
}

/** @param {ServerResponse} outgoing */
const closed = (outgoing) => new Promise((resolve) => outgoing.once('close', resolve));
