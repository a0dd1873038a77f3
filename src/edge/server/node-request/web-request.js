// @ts-check
import { ProblemError } from '../../problem.js';
import { readableStream } from '../readable-stream.js';
/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * A Node request as a `Request`, whose signal is aborted when the client disconnects.
 * @param {IncomingMessage & { originalUrl?: string }} incoming
 * @param {ServerResponse} outgoing
 */
export function webRequest(incoming, outgoing) {
  const { method = 'GET', headers, rawHeaders, socket } = incoming;
  const protocol = 'encrypted' in socket ? 'https' : 'http';
  // Express removes the path at which a router is mounted from `url`.
  const path = incoming.originalUrl ?? incoming.url ?? '/';
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort(new Error('the client has disconnected'));
  });
  return new Request(new URL(`${protocol}://${headers.host ?? 'localhost'}${path}`), {
    method,
    headers: webHeaders(rawHeaders),
    body: hasBody(incoming) ? readableStream(incoming) : null,
    signal: gone.signal,
    ...{ duplex: 'half' },
  });
}

/** HTTP/1.1 says in the headers whether there is a body (RFC 9112, 6.3). @param {IncomingMessage} incoming */
const hasBody = ({ headers }) =>
  headers['transfer-encoding'] !== undefined || !/^0*$/.test(headers['content-length'] ?? '');

/**
 * Whether there is a body that a `Request` cannot have. The next middleware could read it although it was never
 * screened.
 * @param {IncomingMessage} incoming
 */
export const hasUnreadableBody = (incoming) =>
  incoming.httpVersionMajor !== 1 ||
  (['GET', 'HEAD'].includes(incoming.method ?? 'GET') && hasBody(incoming));

export const bodyRefused = () =>
  new ProblemError('bad-request', {
    detail: 'GET and HEAD must not have a body, and only HTTP/1.1 is supported',
  }).response();

/** @param {string[]} rawHeaders names and values */
function webHeaders(rawHeaders) {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(String(rawHeaders[at]), String(rawHeaders[at + 1]));
  }
  return headers;
}
