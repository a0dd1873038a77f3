// @ts-check
/** @import { ScreenedFile } from '../edge.js' */
/** @import { ProblemKind } from '../problem.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * The record of a held upload: an object in the bucket beside the body. Property names are a stored format.
 * @typedef {object} UploadRecord
 * @property {1} version
 * @property {string} [revision] unique, so that no two versions have the same ETag, which is only an MD5 of the content
 * @property {number} since ms
 * @property {number} size bytes
 * @property {string} [etag] of the body that was scanned: no other body may be delivered
 * @property {string} [request] encrypted, as it holds cookies; removed at the end
 * @property {FileTask[]} files
 * @property {number} [claimed] ms, when a delivery began. It is written before the delivery, and keeps others from delivering
 * @property {Ending} [ending] once it is delivered or refused
 */

/**
 * How it ended.
 * @typedef {{ delivered: { answered?: number, files?: unknown[] } }
 *   | { refused: ProblemKind, files?: ScreenedFile[], retryAfter?: number }} Ending
 */

/** A record as it was read, with the ETag by which a concurrent change is noticed. @typedef {{ record: UploadRecord, etag: string }} StoredRecord */

/** @param {string} id @param {Work} work */
export const recordKey = (id, { settings }) => `${settings.prefix}${id}.json`;

/**
 * @param {string} id
 * @param {Work} work
 * @returns {Promise<StoredRecord | undefined>}
 */
export async function readRecord(id, work) {
  const object = await work.settings.bucket?.get(recordKey(id, work));
  return object ? { record: await object.json(), etag: object.etag } : undefined;
}

/**
 * Writes a new record, or replaces the one with this ETag (compare and swap).
 * @param {string} id
 * @param {UploadRecord} record
 * @param {string | undefined} etag
 * @param {Work} work
 * @returns {Promise<StoredRecord | undefined>} `undefined` if it has changed meanwhile
 */
export async function writeRecord(id, record, etag, work) {
  const revised = { ...record, revision: crypto.randomUUID() };
  try {
    const object = await work.settings.bucket?.put(recordKey(id, work), JSON.stringify(revised), {
      httpMetadata: { contentType: 'application/json' },
      ...(etag !== undefined && { onlyIf: { etagMatches: etag } }),
    });
    return object ? { record: revised, etag: object.etag } : undefined;
  } catch (error) {
    // It may have been written nevertheless. A claim that no process recognizes as its own would prevent the delivery for good.
    const stored = await readRecord(id, work).catch(() => undefined);
    if (stored?.record.revision !== revised.revision) throw error;
    return stored;
  }
}
