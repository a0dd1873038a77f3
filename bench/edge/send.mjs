// @ts-check
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
/** @import { Upload } from './bodies.mjs' */

const agent = new Agent({ keepAlive: true });

/**
 * Sends an upload as fast as the server reads it, and waits for the response of the origin.
 * @param {string} address
 * @param {Upload} upload
 */
export async function send(address, { type, length, pieces }) {
  const headers = { 'content-type': type, 'content-length': length };
  const sending = request(address, { method: 'POST', headers, agent });
  const answering = once(sending, 'response');
  // A rejection is handled below; here it must not be unhandled.
  answering.catch(() => {});
  for (const piece of pieces) {
    if (!sending.write(piece)) await once(sending, 'drain');
  }
  sending.end();
  const [response] = await answering;
  const answer = await text(response);
  // The origin responds with the number of bytes that it received.
  if (response.statusCode !== 200 || JSON.parse(answer).data_id !== String(length))
    throw new Error(`the upload came to ${response.statusCode}: ${answer}`);
}
