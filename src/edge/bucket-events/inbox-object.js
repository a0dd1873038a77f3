// @ts-check
import { hexadecimal } from '../hexadecimal.js';
/** @import { BucketWork } from './screen-object.js' */

/** The object was deleted or overwritten since its metadata was read. */
export class ObjectChangedError extends Error {
  /** @param {'gone' | 'overwritten'} outcome */
  constructor(outcome) {
    super(`the object is ${outcome}`);
    this.outcome = outcome;
  }
}

/** An object of the inbox, as it was when its metadata was read. */
export class InboxObject {
  #work;
  #at;

  /**
   * @param {string} key without the prefix
   * @param {any} head the metadata from the bucket
   * @param {BucketWork} work
   */
  constructor(key, head, work) {
    this.#work = work;
    this.#at = work.settings.inbox.prefix + key;
    this.key = key;
    /** @type {string} */
    this.etag = head.etag;
    /** @type {string | undefined} */
    this.version = head.version;
    /** Bytes. @type {number} */
    this.size = head.size;
    /** @type {string | undefined} */
    this.type = head.httpMetadata?.contentType;
    /** @type {Record<string, string>} */
    this.metadata = head.customMetadata ?? {};
    /** The SHA-256 that the bucket computed when it stored the object, hexadecimal. */
    this.checksum = checksumOf(head);
  }

  /**
   * The object at a key; `undefined` if there is none.
   * @param {string} key without the prefix
   * @param {BucketWork} work
   */
  static async find(key, work) {
    const { inbox } = work.settings;
    const head = await inbox.bucket.head?.(inbox.prefix + key);
    if (head && !(head.etag && Number.isSafeInteger(head.size)))
      throw new Error('the bucket says no ETag or no size of an object');
    return head ? new InboxObject(key, head, work) : undefined;
  }

  /**
   * The content. Throws if the object was deleted or overwritten.
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  async open() {
    const { inbox } = this.#work.settings;
    const object = await inbox.bucket.get(this.#at, { onlyIf: { etagMatches: this.etag } });
    if (!object) throw new ObjectChangedError('gone');
    if (!object.body) throw new ObjectChangedError('overwritten');
    return object.body;
  }

  /**
   * Deletes the object unless it was overwritten. Without conditional deletion, an object that replaces it between the check
   * and the deletion is lost; it is never let through.
   */
  async remove() {
    const { bucket } = this.#work.settings.inbox;
    const current = await bucket.head?.(this.#at);
    if (current?.etag !== this.etag || current.version !== this.version) return;
    const { etag, version } = this;
    if (bucket.deleteIf)
      await bucket.deleteIf(this.#at, { etag, ...(version !== undefined && { version }) });
    else await bucket.delete(this.#at);
  }
}

/**
 * The SHA-256 of the content. The checksum of an object in parts is a hash of the parts' hashes and is ignored: the ETag of
 * such an object ends in the number of parts.
 * @param {{ etag: string, checksums?: { sha256?: ArrayBuffer } }} head
 */
function checksumOf({ etag, checksums }) {
  const sha256 = checksums?.sha256;
  const isOfParts = /-\d+$/.test(etag) && !/[^\da-f-]/.test(etag);
  return sha256 && !isOfParts ? hexadecimal(new Uint8Array(sha256)) : undefined;
}
