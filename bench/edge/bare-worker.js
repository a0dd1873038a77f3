// @ts-check
// The same as preScreen by hand, and nothing more: read the upload once, hash, hold, send, forward.
import { pump } from '../workerd/pump.js';
import { digestStream } from '../workerd/digest-stream.js';
import { remoteBucket } from './remote-bucket.js';
import { fileIn } from './form.js';

/** As in preScreen. */
const HELD_IN_MEMORY = 8 << 20;

/**
 * @typedef {{ SINK: string, BUCKET: string }} Env
 * @typedef {import('./form.js').Range} Range
 */

export default {
  /** @param {Request} request @param {Env} env @param {{ waitUntil(task: Promise<unknown>): void }} context */
  async fetch(request, env, context) {
    const size = Number(request.headers.get('content-length'));
    const isForm = typeOf(request).startsWith('multipart/');
    if (size <= HELD_IN_MEMORY) return inMemory(request, size, isForm, env);
    const key = crypto.randomUUID();
    const response = isForm
      ? await formInBucket(request, size, key, env)
      : await fileInBucket(request, size, key, env);
    context.waitUntil(remoteBucket(env.BUCKET).delete(key));
    return response;
  },
};

/** @param {Request} request */
const typeOf = ({ headers }) => headers.get('content-type') ?? '';

/** @param {Request} request @param {number} size @param {boolean} isForm @param {Env} env */
async function inMemory({ url, headers, body }, size, isForm, { SINK }) {
  const whole = new Uint8Array(size);
  const { update, end } = await (await digestStream.prepare(['sha256']))();
  const finder = isForm ? fileIn(size, headers.get('content-type') ?? '') : undefined;
  let at = 0;
  await pump(/** @type {ReadableStream<Uint8Array>} */ (body), async (bytes) => {
    whole.set(bytes, at);
    at += bytes.length;
    await update(finder ? finder.contentOf(bytes) : bytes);
  });
  const sha256 = await end();
  const blob = new Blob([whole]);
  const { start, end: last } = finder?.range() ?? { start: 0, end: size };
  await (await fetch(`${SINK}/hash/${sha256}`)).text();
  await report(SINK, await post(`${SINK}/file`, blob.slice(start, last)));
  return fetch(SINK + new URL(url).pathname, { method: 'POST', headers, body: blob });
}

/** Sends the body to MetaDefender while it arrives. @param {Request} request @param {number} size @param {string} key @param {Env} env */
async function fileInBucket({ url, headers, body }, size, key, { SINK, BUCKET }) {
  const bucket = remoteBucket(BUCKET);
  const { update, end } = await (await digestStream.prepare(['sha256']))();
  const [held, sent] = [new FixedLengthStream(size), new FixedLengthStream(size)];
  const holding = bucket.put(key, held.readable);
  const sending = post(`${SINK}/file`, sent.readable);
  const writers = [held.writable.getWriter(), sent.writable.getWriter()];
  await pump(/** @type {ReadableStream<Uint8Array>} */ (body), (bytes) =>
    Promise.all([update(bytes), ...writers.map((writer) => writer.write(bytes))]),
  );
  await Promise.all(writers.map((writer) => writer.close()));
  await Promise.all([holding, end()]);
  await report(SINK, await sending);
  return forward(SINK, url, headers, await bucket.get(key), size);
}

/** @param {Request} request @param {number} size @param {string} key @param {Env} env */
async function formInBucket({ url, headers, body }, size, key, { SINK, BUCKET }) {
  const bucket = remoteBucket(BUCKET);
  const { update, end } = await (await digestStream.prepare(['sha256']))();
  const finder = fileIn(size, headers.get('content-type') ?? '');
  const held = new FixedLengthStream(size);
  const holding = bucket.put(key, held.readable);
  const writer = held.writable.getWriter();
  await pump(/** @type {ReadableStream<Uint8Array>} */ (body), (bytes) =>
    Promise.all([update(finder.contentOf(bytes)), writer.write(bytes)]),
  );
  await writer.close();
  await holding;
  const sha256 = await end();
  await (await fetch(`${SINK}/hash/${sha256}`)).text();
  const { start, end: last } = finder.range();
  const file = await bucket.get(key, { range: { offset: start, length: last - start } });
  const { readable, writable } = new FixedLengthStream(last - start);
  const piping = file.body.pipeTo(writable);
  await report(SINK, await post(`${SINK}/file`, readable));
  await piping;
  return forward(SINK, url, headers, await bucket.get(key), size);
}

/** @param {string} url @param {BodyInit} body */
async function post(url, body) {
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await fetch(url, { method: 'POST', headers, body });
  return /** @type {any} */ (await response.json()).data_id;
}

/** @param {string} sink @param {string} id */
const report = async (sink, id) => (await fetch(`${sink}/file/${id}`)).json();

/** @param {string} sink @param {string} url @param {Headers} headers @param {any} object @param {number} size */
function forward(sink, url, headers, { body }, size) {
  const { readable, writable } = new FixedLengthStream(size);
  body.pipeTo(writable).catch(() => {});
  return fetch(sink + new URL(url).pathname, { method: 'POST', headers, body: readable });
}
