// @ts-check
/** @import { ScreenedFile } from '../edge.js' */
/** @import { Kind } from './problem.js' */
/** @import { FileTask } from './scan-files.js' */
/** @import { Work } from './work.js' */

/**
 * What is known of an upload that is held in the bucket, beside its body.
 * @typedef {object} Held
 * @property {1} version
 * @property {string} [revision] of its own each time, so that no two have the same ETag, which is but an MD5
 * @property {number} since ms
 * @property {number} size bytes
 * @property {string} [etag] of the body: it is read only while it is the one that was scanned
 * @property {string} [request] sealed, as there are cookies in it, and until it is over
 * @property {FileTask[]} files
 * @property {number} [claimed] ms, since when somebody delivers it: written before it is sent, and nobody else does then
 * @property {Ending} [ending] once it is over
 */

/**
 * How it ended: delivered, or refused.
 * @typedef {{ delivered: { answered?: number, files?: unknown[] } }
 *   | { refused: Kind, files?: ScreenedFile[], retryAfter?: number }} Ending
 */

/** A record as it was read: nobody has changed it where its `etag` is still the same. @typedef {{ held: Held, etag: string }} Entry */

/** @param {string} id @param {Work} work */
const keyOf = (id, { settings }) => `${settings.prefix}${id}.json`;

/**
 * @param {string} id
 * @param {Work} work
 * @returns {Promise<Entry | undefined>}
 */
export async function readRecord(id, work) {
  work.budget.take();
  const object = await work.settings.bucket?.get(keyOf(id, work));
  return object ? { held: await object.json(), etag: object.etag } : undefined;
}

/**
 * Writes a record: a new one, or in place of the one that was read, unless somebody else was faster.
 * @param {string} id
 * @param {Held} held
 * @param {string | undefined} etag
 * @param {Work} work
 * @returns {Promise<Entry | undefined>} none where somebody else was
 */
export async function writeRecord(id, held, etag, work) {
  const record = { ...held, revision: crypto.randomUUID() };
  work.budget.take();
  const object = await work.settings.bucket?.put(keyOf(id, work), JSON.stringify(record), {
    httpMetadata: { contentType: 'application/json' },
    ...(etag !== undefined && { onlyIf: { etagMatches: etag } }),
  });
  return object ? { held: record, etag: object.etag } : undefined;
}
