// @ts-check
// The measured code runs here, one request at a time. The client measures the time: the clock of a Worker stands
// still while it computes.
import { digest } from 'metadefender-wasm';
import { noble } from '../engines/noble.js';
import { ours } from '../engines/ours.js';
import { hex } from '../engines/engine.js';
import { scan, pumpToSink } from './uploads.js';
import { digestStream } from './digest-stream.js';
import { pump } from './pump.js';

const CHUNK = 64 << 10;
const ENGINES = { ours, noble, digestStream };

/**
 * @typedef {object} Asked
 * @property {Request} request
 * @property {ReadableStream<Uint8Array>} body
 * @property {number} size of the body
 * @property {Record<string, string>} query
 */

/** @type {Record<string, (asked: Asked) => Promise<unknown>>} */
const WORK = {
  /** One stream of chunks in memory. */
  async '/stream'({ query: { engine, algorithm, bytes } }) {
    const { prepare } = ENGINES[/** @type {keyof typeof ENGINES} */ (engine)];
    const begin = await prepare([
      /** @type {import('../engines/engine.js').Algorithm} */ (algorithm),
    ]);
    const { update, end } = await begin();
    const chunk = new Uint8Array(CHUNK);
    for (let done = 0; done < Number(bytes); done += CHUNK) await update(chunk);
    return end();
  },
  /** All bytes at once. */
  async '/buffer'({ query: { way, bytes } }) {
    const content = new Uint8Array(Number(bytes));
    if (way === 'subtle') return hex(await crypto.subtle.digest('SHA-256', content));
    return (await digest(content, { algorithms: ['sha256'] })).sha256;
  },
  '/digest': async ({ request }) => (await digest(request, { algorithms: ['sha256'] })).sha256,
  async '/bare-digest'({ body }) {
    const { update, end } = await (await digestStream.prepare(['sha256']))();
    await pump(body, update);
    return end();
  },
  '/scan': scan,
  '/bare-scan': pumpToSink,
};

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const body = /** @type {ReadableStream<Uint8Array>} */ (request.body);
    const size = Number(request.headers.get('content-length'));
    const query = Object.fromEntries(searchParams);
    try {
      return new Response(String(await WORK[pathname]?.({ request, body, size, query })));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
