// @ts-check
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

/**
 * Posts `size` bytes by repeating a block, with their length, as fast as the server reads them.
 * @param {URL} url
 * @param {number} [size]
 * @param {Uint8Array} [block]
 * @returns {Promise<string>} the response
 */
export async function post(url, size = 0, block = new Uint8Array()) {
  const sending = request(url, { method: 'POST', headers: { 'content-length': size } });
  const answering = once(sending, 'response');
  // A rejection is handled below; here it must not be unhandled.
  answering.catch(() => {});
  for (let sent = 0; sent < size && !sending.destroyed; sent += block.length) {
    const left = size - sent;
    const part = left < block.length ? block.subarray(0, left) : block;
    if (!sending.write(part)) await once(sending, 'drain');
  }
  sending.end();
  const [response] = await answering;
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(`the Worker failed: ${answer}`);
  return answer;
}
