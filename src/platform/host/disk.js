import { HostFailure, unreadable } from './failure.js';

/** Large enough that reading costs little, small enough for the cache of one core. */
const CHUNK = 256 << 10;

/** Node's own module; Deno and Bun have it too. */
const fileSystem = () => /** @type {any} */ (globalThis).process?.getBuiltinModule?.('node:fs');

/** A file by its path. It is opened when it is read, each time anew. */
export class DiskFile {
  #url;
  #stat;

  /**
   * @param {URL} url
   * @param {{ size: number, mtimeMs: number }} stat what it was when it was taken
   */
  constructor(url, stat) {
    this.#url = url;
    this.#stat = stat;
    this.size = stat.size;
  }

  /** @param {URL} url */
  static async of(url) {
    const fs = fileSystem();
    if (!fs) {
      throw new HostFailure(
        'unsupported',
        'a file: URL can be read in Node 20.16 and newer, Deno and Bun only',
      );
    }
    const stat = await fs.promises.stat(url);
    if (!stat.isFile()) throw unreadable(new TypeError('it is no file'));
    return new DiskFile(url, stat);
  }

  /** @returns {Promise<Blob>} */
  blob() {
    return fileSystem().openAsBlob(this.#url);
  }

  /**
   * Its chunks, of which the next one is being read while one is used.
   * @param {boolean} isReused whether the memory of a chunk may be used for the next but one
   * @returns {import('./chunks.js').Chunks}
   */
  chunks(isReused) {
    const { size, mtimeMs } = this.#stat;
    const opening = fileSystem().promises.open(this.#url);
    /** @type {Uint8Array[]} */
    const buffers = [];
    let position = 0;
    /** @type {Promise<Uint8Array | undefined>} */
    let ahead = read();

    async function read() {
      const handle = await opening;
      const length = Math.min(CHUNK, size - position);
      const buffer = isReused && position >= 2 * CHUNK ? buffers.shift() : undefined;
      const chunk = (buffer ?? new Uint8Array(CHUNK)).subarray(0, length);
      for (let filled = 0; filled < length;) {
        const left = length - filled;
        const { bytesRead } = await handle.read(chunk, filled, left, position + filled);
        if (bytesRead === 0) throw unreadable();
        filled += bytesRead;
      }
      position += length;
      if (length > 0) {
        if (isReused) buffers.push(new Uint8Array(chunk.buffer));
        return chunk;
      }
      const now = await handle.stat();
      if (now.size !== size || now.mtimeMs !== mtimeMs) throw unreadable();
      return undefined;
    }

    return {
      async next() {
        const chunk = await ahead;
        if (chunk) ahead = read();
        // Nobody may be left to hear that it failed.
        ahead.catch(() => {});
        return chunk;
      },
      cancel() {
        ahead
          .catch(() => {})
          .then(() => opening)
          .then((handle) => handle.close())
          .catch(() => {});
      },
    };
  }
}
