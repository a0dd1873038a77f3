// @ts-check
// The same as preScreen by hand, and nothing more: read the upload once, hash, hold, send, forward.
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { json, text } from 'node:stream/consumers';
import { fileIn } from './form.js';
/** @import { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http' */

/** As in preScreen. */
const HELD_IN_MEMORY = 8 << 20;
const agent = new Agent({ keepAlive: true });

/**
 * @param {string} sink
 * @param {string} folder
 * @returns {RequestListener}
 */
export function bareServer(sink, folder) {
  return (incoming, response) => {
    screen(incoming, sink, folder).then(
      (answer) => pipeline(answer, response),
      (error) => response.writeHead(500).end(String(error)),
    );
  };
}

/** @param {IncomingMessage} incoming @param {string} sink @param {string} folder */
async function screen(incoming, sink, folder) {
  const size = Number(incoming.headers['content-length']);
  const { 'content-type': type = '' } = incoming.headers;
  const finder = type.startsWith('multipart/') ? fileIn(size, type) : undefined;
  if (size <= HELD_IN_MEMORY) return inMemory(incoming, size, finder, sink);
  const path = join(folder, randomUUID());
  try {
    await (finder ? holdForm(incoming, finder, path, sink) : holdFile(incoming, size, path, sink));
    return await send(sink, 'POST', incoming.url, incoming.headers, createReadStream(path), size);
  } finally {
    await unlink(path);
  }
}

/** @typedef {ReturnType<typeof fileIn> | undefined} Finder */

/** @param {IncomingMessage} incoming @param {number} size @param {Finder} finder @param {string} sink */
async function inMemory(incoming, size, finder, sink) {
  const whole = Buffer.allocUnsafe(size);
  const hash = createHash('sha256');
  let at = 0;
  for await (const chunk of incoming) {
    whole.set(chunk, at);
    at += chunk.length;
    hash.update(finder ? finder.contentOf(chunk) : chunk);
  }
  const { start, end } = finder?.range() ?? { start: 0, end: size };
  await text(await send(sink, 'GET', `/hash/${hash.digest('hex')}`));
  await report(sink, await submit(sink, Readable.from([whole.subarray(start, end)]), end - start));
  return send(sink, 'POST', incoming.url, incoming.headers, Readable.from([whole]), size);
}

/** Sends the body to MetaDefender while it arrives. @param {IncomingMessage} incoming @param {number} size @param {string} path @param {string} sink */
async function holdFile(incoming, size, path, sink) {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  const sending = request(`${sink}/file`, { method: 'POST', headers: { 'content-length': size } });
  const answering = once(sending, 'response');
  for await (const chunk of incoming) {
    hash.update(chunk);
    await Promise.all([
      file.write(chunk),
      sending.write(chunk) ? undefined : once(sending, 'drain'),
    ]);
  }
  sending.end();
  hash.digest('hex');
  await file.sync();
  await file.close();
  const [response] = await answering;
  await report(sink, /** @type {any} */ (await json(response)).data_id);
}

/** @param {IncomingMessage} incoming @param {NonNullable<Finder>} finder @param {string} path @param {string} sink */
async function holdForm(incoming, finder, path, sink) {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  for await (const chunk of incoming) {
    hash.update(finder.contentOf(chunk));
    await file.write(chunk);
  }
  await file.sync();
  await file.close();
  await text(await send(sink, 'GET', `/hash/${hash.digest('hex')}`));
  const { start, end } = finder.range();
  await report(
    sink,
    await submit(sink, createReadStream(path, { start, end: end - 1 }), end - start),
  );
}

/** @param {string} sink @param {Readable} body @param {number} size */
async function submit(sink, body, size) {
  const answer = await json(await send(sink, 'POST', '/file', {}, body, size));
  return /** @type {any} */ (answer).data_id;
}

/** @param {string} sink @param {string} id */
const report = async (sink, id) => json(await send(sink, 'GET', `/file/${id}`));

/**
 * @param {string} sink
 * @param {string} method
 * @param {string} [path]
 * @param {IncomingHttpHeaders} [headers]
 * @param {Readable} [body]
 * @param {number} [size] of the body
 * @returns {Promise<IncomingMessage>}
 */
async function send(sink, method, path = '/', headers = {}, body, size) {
  const sending = request(sink + path, {
    method,
    headers: { ...headers, ...(size !== undefined && { 'content-length': size }) },
    // As in preScreen, each body has its own connection.
    agent: body ? false : agent,
  });
  const answering = once(sending, 'response');
  if (body) body.pipe(sending);
  else sending.end();
  const [response] = await answering;
  return response;
}
