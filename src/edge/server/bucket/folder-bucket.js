// @ts-check
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MetaDefenderError } from '../../../entry/error.js';
import { mayReplace } from './conditions.js';
import { FolderMultipartUpload } from './folder-multipart-upload.js';
import { withLock } from './lock.js';
import { objectPath, OWN_FOLDER, ownName } from './object-path.js';
import { fileStream } from './read-file.js';
import { Sweeper } from './sweeper.js';
import { writeFile } from './write-file.js';
/** @import { Bucket } from '../../edge.js' */
/** @import { BigIntStats } from 'node:fs' */
/** @import { WriteCondition } from './conditions.js' */

/** @typedef {{ httpMetadata?: object, customMetadata?: object, sha256?: string, onlyIf?: WriteCondition }} PutOptions */
/** @typedef {{ range?: { offset: number, length: number }, onlyIf?: { etagMatches?: string } }} GetOptions */

/** @type {typeof import('../../edge-node.js').folderBucket} */
export function folderBucket({ folder, mode = 0o600, deleteAfter }) {
  if (typeof folder !== 'string' || folder === '')
    throw new MetaDefenderError('invalid-input', 'folder has to be the path of a folder');
  if (deleteAfter !== undefined && !(deleteAfter > 0))
    throw new MetaDefenderError('invalid-input', 'deleteAfter has to be a number of seconds');
  return new FolderBucket(resolve(folder), mode, deleteAfter);
}

/**
 * Stores objects as files. An object is written to a temporary file and then moved to its path, so that nobody reads
 * half of it. Its ETag is made of the file's inode, time and size.
 * @implements {Bucket}
 */
class FolderBucket {
  #folder;
  #own;
  #mode;
  #sweeper;

  /**
   * @param {string} folder
   * @param {number} mode of files
   * @param {number | undefined} deleteAfter seconds
   */
  constructor(folder, mode, deleteAfter) {
    this.#folder = folder;
    this.#own = join(folder, OWN_FOLDER);
    this.#mode = mode;
    this.#sweeper = new Sweeper(folder, deleteAfter);
  }

  /** @param {string} key @param {unknown} value @param {PutOptions} [options] */
  async put(key, value, options = {}) {
    const path = objectPath(this.#folder, key);
    const written = await this.#newFile();
    await writeFile(written, value, { sha256: options.sha256, mode: this.#mode });
    try {
      const etag = await this.#exchange(key, path, written, options);
      return etag === undefined ? null : { key, etag };
    } finally {
      await rm(written, { force: true });
    }
  }

  /** @param {string} key @param {GetOptions} [options] */
  async get(key, { range, onlyIf } = {}) {
    const path = objectPath(this.#folder, key);
    const found = await this.#stat(key);
    if (!found) return null;
    const etag = etagOf(found);
    if (onlyIf?.etagMatches !== undefined && onlyIf.etagMatches !== etag) return { key, etag };
    const start = range?.offset ?? 0;
    const end = range ? start + range.length : Number(found.size);
    const body = fileStream(() => openVersion(path, etag), start, end);
    return { key, etag, body, json: () => new Response(body).json() };
  }

  /** What is known of an object. @param {string} key */
  async head(key) {
    const found = await this.#stat(key);
    if (!found) return null;
    const etag = etagOf(found);
    const { httpMetadata, customMetadata, sha256 } = await this.#metadata(key, etag);
    const checksums = sha256 ? { sha256: Uint8Array.from(Buffer.from(sha256, 'hex')).buffer } : {};
    return { key, etag, size: Number(found.size), httpMetadata, customMetadata, checksums };
  }

  /** @param {string | string[]} keys */
  async delete(keys) {
    for (const key of [keys].flat()) await this.#delete(key);
  }

  /** @param {string} key @param {{ etag: string }} object */
  deleteIf(key, { etag }) {
    return this.#delete(key, etag);
  }

  /** @param {string} key @param {string} [etag] */
  async #delete(key, etag) {
    const path = objectPath(this.#folder, key);
    return this.#locked(key, async () => {
      if (etag !== undefined) {
        const current = await stat(path, { bigint: true }).catch(nothingThere);
        if (!current || etagOf(current) !== etag) return false;
      }
      await rm(path, { force: true });
      await rm(this.#metadataPath(key), { force: true });
      return true;
    });
  }

  /** @param {string} key */
  async createMultipartUpload(key) {
    const path = objectPath(this.#folder, key);
    const written = await this.#newFile();
    return new FolderMultipartUpload(written, this.#mode, async () => ({
      key,
      etag: await this.#exchange(key, path, written, {}),
    }));
  }

  /** @param {string} key */
  async #stat(key) {
    const path = objectPath(this.#folder, key);
    const found = await stat(path, { bigint: true }).catch(nothingThere);
    return found?.isFile() ? found : undefined;
  }

  /**
   * The metadata of an object. Metadata of an earlier object with the same key is ignored.
   * @param {string} key
   * @param {string} etag
   * @returns {Promise<PutOptions>}
   */
  async #metadata(key, etag) {
    const text = await readFile(this.#metadataPath(key), 'utf8').catch(nothingThere);
    const metadata = text === undefined ? {} : JSON.parse(text);
    return metadata.etag === etag ? metadata : {};
  }

  /** The path of a new temporary file. */
  async #newFile() {
    const folder = join(this.#own, 'writing');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#sweeper.sweep();
    return join(folder, randomUUID());
  }

  /**
   * Moves a file to the path of an object. Returns the new ETag, or `undefined` if the object has changed meanwhile.
   * @param {string} key
   * @param {string} path
   * @param {string} written
   * @param {PutOptions} options
   */
  async #exchange(key, path, written, { httpMetadata, customMetadata, sha256, onlyIf }) {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    return this.#locked(key, async () => {
      if (onlyIf) {
        const current = await this.#stat(key);
        if (!mayReplace(current && etagOf(current), onlyIf)) return undefined;
      }
      const etag = etagOf(await stat(written, { bigint: true }));
      if (customMetadata ?? httpMetadata ?? sha256) {
        const metadata = JSON.stringify({ key, etag, httpMetadata, customMetadata, sha256 });
        const noted = await this.#newFile();
        await writeFile(noted, metadata, { mode: this.#mode });
        const place = this.#metadataPath(key);
        await mkdir(dirname(place), { recursive: true, mode: 0o700 });
        await rename(noted, place);
      }
      await rename(written, path);
      return etag;
    });
  }

  /**
   * @template T
   * @param {string} key
   * @param {() => Promise<T>} work
   */
  async #locked(key, work) {
    const locks = join(this.#own, 'locks');
    await mkdir(locks, { recursive: true, mode: 0o700 });
    return withLock(join(locks, ownName(key)), work);
  }

  /** @param {string} key */
  #metadataPath(key) {
    return `${objectPath(join(this.#own, 'metadata'), key)}.json`;
  }
}

/** Every version of an object is a new file. @param {BigIntStats} stats */
const etagOf = ({ ino, mtimeNs, size }) =>
  [ino, mtimeNs, size].map((n) => n.toString(36)).join('-');

/** Opens a file if it is still the version with this ETag. @param {string} path @param {string} etag */
async function openVersion(path, etag) {
  const handle = await open(path);
  if (etagOf(await handle.stat({ bigint: true })) === etag) return handle;
  await handle.close();
  throw new Error('the object has changed meanwhile');
}

/** @param {NodeJS.ErrnoException} error @returns {undefined} */
function nothingThere(error) {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
