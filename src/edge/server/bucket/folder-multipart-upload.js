// @ts-check
import { appendFile, open, rm } from 'node:fs/promises';
import { chunksOf } from './chunks.js';
/** @import { MultipartUpload } from '../../edge.js' */

/**
 * A file that is written part by part.
 * @implements {MultipartUpload}
 */
export class FolderMultipartUpload {
  #path;
  #mode;
  #finish;
  #parts = 0;

  /**
   * @param {string} path of the file that is written
   * @param {number} mode
   * @param {() => Promise<unknown>} finish moves it to the path of the object
   */
  constructor(path, mode, finish) {
    this.#path = path;
    this.#mode = mode;
    this.#finish = finish;
  }

  /** @param {number} partNumber @param {unknown} value */
  async uploadPart(partNumber, value) {
    this.#parts += 1;
    if (partNumber !== this.#parts) throw new Error('parts have to be uploaded in order');
    for await (const chunk of chunksOf(value)) {
      await appendFile(this.#path, chunk, { mode: this.#mode });
    }
    return { partNumber };
  }

  async complete() {
    const handle = await open(this.#path, 'r+');
    await handle.datasync();
    await handle.close();
    return this.#finish();
  }

  async abort() {
    await rm(this.#path, { force: true });
  }
}
