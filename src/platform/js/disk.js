import { HostFailure, readFailure, unreadable } from './failure.js';
import { get } from './object.js';
import { Source, fileName } from './source.js';
import { StallGuard } from './stall-guard.js';

/** Bytes. Large enough that reading and sending cost little, small enough for the cache of one core. */
const CHUNK = 512 << 10;

/** Node's own module; Deno and Bun have it too. */
const fileSystem = () => /** @type {any} */ (globalThis).process?.getBuiltinModule?.('node:fs');

/** Whether a value is the URL of a file on disk. @param {unknown} value */
export const isFileUrl = (value) => typeof value === 'object' && get(value, 'protocol') === 'file:';

/**
 * Opens a file by its URL.
 * @param {URL} url
 * @param {AbortSignal | undefined} signal
 */
export async function openFileUrl(url, signal) {
  const guard = new StallGuard(signal);
  try {
    const file = await guard.race(DiskFile.of(url));
    return new Source(file, file.size, fileName(url));
  } catch (cause) {
    throw readFailure(cause);
  } finally {
    guard.dispose();
  }
}

const tooLargeForBlob = () =>
  new HostFailure(
    'unsupported',
    'this runtime has no Blob of a file of 4 GiB or more, which a fetch of your own is given: leave out fetch',
  );

/**
 * Uninitialized memory, which is filled before it is read. To clear it first would take a tenth of the time of an upload.
 * @param {number} size
 * @returns {Uint8Array}
 */
const memory = (size) =>
  /** @type {any} */ (globalThis).Buffer?.allocUnsafeSlow?.(size) ?? new Uint8Array(size);

/** A file on disk. It is opened again for each read. */
export class DiskFile {
  #url;
  #stat;

  /**
   * @param {URL} url
   * @param {{ size: number, mtimeMs: number }} stat at the time when the file was opened
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
  async blob() {
    const fs = fileSystem();
    const blob = await fs.openAsBlob(this.#url);
    this.#check(await fs.promises.stat(this.#url));
    // Node 20 to 26 count its bytes in 32 bits.
    if (blob.size !== this.size) throw tooLargeForBlob();
    return blob;
  }

  async arrayBuffer() {
    return (await this.blob()).arrayBuffer();
  }

  /** Fails if the file has changed since it was opened. @param {{ size: number, mtimeMs: number }} now */
  #check({ size, mtimeMs }) {
    if (size !== this.#stat.size || mtimeMs !== this.#stat.mtimeMs) throw unreadable();
  }

  /**
   * The chunks of the file. The next one is read while the last one is in use.
   * @param {boolean} isReused whether the memory of a chunk may be reused for the next but one
   * @returns {import('./chunks.js').Chunks}
   */
  chunks(isReused) {
    const { size } = this;
    const most = Math.min(CHUNK, size);
    const opening = fileSystem().promises.open(this.#url);
    /** @type {Uint8Array[]} */
    const used = [];
    let position = 0;

    const read = async () => {
      const handle = await opening;
      const length = Math.min(most, size - position);
      if (length === 0) {
        this.#check(await handle.stat());
        // Some files, such as those in /proc, have bytes although their size is 0.
        const { bytesRead } = await handle.read(new Uint8Array(1), 0, 1, size);
        if (bytesRead > 0) throw unreadable();
        return undefined;
      }
      const buffer = (used.length > 1 && used.shift()) || memory(most);
      for (let filled = 0; filled < length;) {
        const left = length - filled;
        const { bytesRead } = await handle.read(buffer, filled, left, position + filled);
        if (bytesRead === 0) throw unreadable();
        filled += bytesRead;
      }
      position += length;
      if (isReused) used.push(buffer);
      return buffer.subarray(0, length);
    };

    function readAhead() {
      const reading = read();
      // If it fails after the caller has stopped, the rejection must not count as unhandled.
      reading.catch(() => {});
      return reading;
    }

    let ahead = readAhead();
    return {
      async next() {
        const chunk = await ahead;
        if (chunk) ahead = readAhead();
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
