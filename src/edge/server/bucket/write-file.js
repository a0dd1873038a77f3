// @ts-check
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { chunksOf } from './chunks.js';

/**
 * Writes a value to a new file, chunk by chunk, and flushes it to disk. A failure leaves no file.
 * @param {string} path
 * @param {unknown} value
 * @param {{ sha256?: string, mode: number }} options
 */
export async function writeFile(path, value, { sha256, mode }) {
  const hash = sha256 === undefined ? undefined : createHash('sha256');
  const handle = await open(path, 'wx', mode);
  let size = 0;
  try {
    for await (const chunk of chunksOf(value)) {
      hash?.update(chunk);
      await writeAll(handle, chunk);
      size += chunk.length;
    }
    if (hash && hash.digest('hex') !== sha256) {
      throw new Error('the content does not have the expected SHA-256');
    }
    await handle.datasync();
    await handle.close();
    return size;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(path, { force: true });
    throw error;
  }
}

/** @param {import('node:fs/promises').FileHandle} handle @param {Uint8Array} chunk */
async function writeAll(handle, chunk) {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await handle.write(chunk, at);
    at += bytesWritten;
  }
}
