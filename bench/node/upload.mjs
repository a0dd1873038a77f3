// @ts-check
import { createReadStream } from 'node:fs';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { connect } from 'metadefender-wasm';
import { compare, fastest } from '../measure.js';
import { BARE } from '../rows.mjs';

/** @param {import('./rows.mjs').Context} context */
export async function upload({ plan, files, sink }) {
  const path = files.random(plan.large);
  const bytes = plan.large;
  const metadefender = await connect({ baseUrl: sink });
  const url = pathToFileURL(path);
  const ways = [64 << 10, 256 << 10, 1 << 20].flatMap((chunk) => [
    {
      name: `http.request, pipe of ${chunk >> 10} KiB`,
      bytes,
      run: () => byPipe(sink, path, bytes, chunk),
    },
    {
      name: `fetch, stream of ${chunk >> 10} KiB`,
      bytes,
      run: () => byFetch(sink, path, bytes, chunk),
    },
  ]);
  const run = async () => (await metadefender.analyze(url)).dataId;
  return compare([{ name: 'metadefender-wasm', bytes, run }, await fastest(BARE, ways)], {
    rounds: plan.longRounds,
  });
}

/**
 * @param {string} sink
 * @param {string} path
 * @param {number} size
 * @param {number} chunk
 * @returns {Promise<string>} what the sink calls it
 */
function byPipe(sink, path, size, chunk) {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': size };
    const sending = request(`${sink}/file`, { method: 'POST', headers }, (response) => {
      json(response).then((/** @type {any} */ { data_id }) => resolve(data_id), reject);
    });
    sending.on('error', reject);
    createReadStream(path, { highWaterMark: chunk }).pipe(sending);
  });
}

/**
 * @param {string} sink
 * @param {string} path
 * @param {number} size
 * @param {number} chunk
 * @returns {Promise<string>} what the sink calls it
 */
async function byFetch(sink, path, size, chunk) {
  /** @type {any} */
  const init = {
    method: 'POST',
    headers: { 'content-length': String(size) },
    body: createReadStream(path, { highWaterMark: chunk }),
    duplex: 'half',
    // By default, Node keeps a copy of the body for a redirect.
    redirect: 'error',
    window: null,
  };
  const response = await fetch(`${sink}/file`, init);
  return (await response.json()).data_id;
}
