// @ts-check
import { readNext } from './read.js';
import { concatenated, MalformedJsonError } from './rewrite.js';

/**
 * How much of a response is held back before it is passed on. If the response is cut off within that, the client gets
 * an error status and retries; after that, it only gets a truncated body. Most reports are shorter.
 */
const HELD_BYTES = 64 << 10;

/**
 * Rewrites the start of a JSON document: all of it, unless it is long.
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | undefined} reader
 * @param {import('./rewrite.js').Rewriter} rewriter
 * @throws {MalformedJsonError} if it is not JSON, or neither an object nor an array
 */
export async function rewrittenStart(reader, rewriter) {
  let value = reader && (await firstChunk(reader));
  if (!reader || !value) throw new MalformedJsonError('neither an object nor an array');
  const chunks = [];
  for (let size = 0; value; { value } = await readNext(reader)) {
    chunks.push(await rewriter.push(value));
    size += value.length;
    if (size >= HELD_BYTES) return { bytes: concatenated(chunks), isWhole: false };
  }
  return { bytes: concatenated(chunks), isWhole: true };
}

/**
 * The first chunk of a body that starts an object or array; `undefined` for any other body.
 * @param {ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>} reader
 */
async function firstChunk(reader) {
  for (;;) {
    const { done, value } = await readNext(reader);
    if (done) return undefined;
    const first = value.find((byte) => byte > 0x20);
    if (first === 0x7b || first === 0x5b) return value;
    if (first !== undefined) return undefined;
  }
}
