// @ts-check
import { createHash, randomUUID } from 'node:crypto';
import { MetaDefenderError } from '../../../entry/error.js';
import { positiveOption } from '../options.js';
import { chunksOf } from './chunks.js';
import { mayReplace } from './conditions.js';
/** @import { Bucket } from '../../edge.js' */
/** @import { GetOptions, PutOptions } from './folder-bucket.js' */

/** @typedef {{ blob: Blob, etag: string, sha256: Uint8Array<ArrayBuffer>, httpMetadata?: object, customMetadata?: object }} MemoryObject */

const DEFAULT_LIMIT = 256 << 20;

/** @type {typeof import('../../edge-node.js').memoryBucket} */
export function memoryBucket({ limit } = {}) {
  return new MemoryBucket(positiveOption('limit', limit, DEFAULT_LIMIT));
}

/**
 * Stores objects in memory, up to a total size.
 * @implements {Bucket}
 */
class MemoryBucket {
  #limit;
  #usedBytes = 0;
  /** @type {Map<string, MemoryObject>} */
  #objects = new Map();

  /** @param {number} limit bytes */
  constructor(limit) {
    this.#limit = limit;
  }

  /** @param {string} key @param {unknown} value @param {PutOptions} [options] */
  async put(key, value, { sha256, onlyIf, httpMetadata, customMetadata } = {}) {
    const content = await this.#read(value);
    const hash = createHash('sha256');
    for (const chunk of content.chunks) hash.update(chunk);
    const digest = hash.digest();
    if (sha256 !== undefined && digest.toString('hex') !== sha256) {
      content.release();
      throw new Error('the content does not have the expected SHA-256');
    }
    const current = this.#objects.get(key);
    if (!mayReplace(current?.etag, onlyIf)) {
      content.release();
      return null;
    }
    this.#usedBytes -= current?.blob.size ?? 0;
    const etag = randomUUID();
    this.#objects.set(key, {
      blob: new Blob(content.chunks),
      etag,
      sha256: Uint8Array.from(digest),
      httpMetadata,
      customMetadata,
    });
    return { key, etag };
  }

  /** @param {string} key @param {GetOptions} [options] */
  async get(key, { range, onlyIf } = {}) {
    const object = this.#objects.get(key);
    if (!object) return null;
    const { blob, etag } = object;
    const metadata = metadataOf(key, object);
    if (onlyIf?.etagMatches !== undefined && onlyIf.etagMatches !== etag) return metadata;
    const content = range ? blob.slice(range.offset, range.offset + range.length) : blob;
    return { ...metadata, body: content.stream(), json: () => new Response(content).json() };
  }

  /** @param {string} key */
  async head(key) {
    const object = this.#objects.get(key);
    return object ? metadataOf(key, object) : null;
  }

  /** @param {string} key @param {{ etag: string }} object */
  async deleteIf(key, { etag }) {
    if (this.#objects.get(key)?.etag !== etag) return false;
    await this.delete(key);
    return true;
  }

  /** @param {string | string[]} keys */
  async delete(keys) {
    for (const key of [keys].flat()) {
      this.#usedBytes -= this.#objects.get(key)?.blob.size ?? 0;
      this.#objects.delete(key);
    }
  }

  /** @param {string} key */
  async createMultipartUpload(key) {
    /** @type {{ chunks: Uint8Array<ArrayBuffer>[], release: () => void }[]} */
    const parts = [];
    const release = () => parts.splice(0).forEach((part) => part.release());
    return {
      uploadPart: async (/** @type {number} */ partNumber, /** @type {unknown} */ value) => {
        parts.push(await this.#read(value));
        return { partNumber };
      },
      complete: async () => {
        const chunks = parts.flatMap((part) => part.chunks);
        release();
        return this.put(key, new Blob(chunks));
      },
      abort: async () => release(),
    };
  }

  /** Reads a value; fails if it does not fit. @param {unknown} value */
  async #read(value) {
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const chunks = [];
    let size = 0;
    const release = () => {
      this.#usedBytes -= size;
      size = 0;
    };
    try {
      for await (const chunk of chunksOf(value)) {
        if (this.#usedBytes + chunk.length > this.#limit) throw this.#full();
        size += chunk.length;
        this.#usedBytes += chunk.length;
        chunks.push(Uint8Array.from(chunk));
      }
      return { chunks, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  #full() {
    return new MetaDefenderError(
      'busy',
      `the memory bucket is full: its limit is ${this.#limit} bytes`,
    );
  }
}

/** @param {string} key @param {MemoryObject} object */
const metadataOf = (key, { blob, etag, sha256, httpMetadata, customMetadata }) => ({
  key,
  etag,
  size: blob.size,
  httpMetadata,
  customMetadata,
  checksums: { sha256: sha256.buffer },
});
