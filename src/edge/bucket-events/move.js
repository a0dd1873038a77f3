// @ts-check
import { PREFIX, signedHeaders } from '../verdict-signature.js';
import { quarantineKey, reportKey } from './place.js';
/** @import { QuarantineReport } from '../edge.js' */
/** @import { FileOutcome } from '../screen/scan-files.js' */
/** @import { InboxObject } from './inbox-object.js' */
/** @import { Judgement } from './judge.js' */
/** @import { BucketWork } from './screen-object.js' */

/** Another object was written to the same key of the clean bucket at the same time. The next attempt starts over. */
export class OvertakenError extends Error {
  constructor() {
    super('another object came to the clean bucket at the same time');
  }
}

/** A judgement with its outcome. @typedef {Judgement & { outcome: FileOutcome }} Judged */

/**
 * Moves an object to the clean bucket, which checks the SHA-256 of the content. An ETag is not enough: it is an MD5, which two
 * contents can share.
 * @param {InboxObject} object
 * @param {Judged & { sha256: string }} judged
 * @param {BucketWork} work
 */
export async function moveToClean(object, judged, { settings }) {
  const { bucket, prefix } = settings.clean;
  const key = prefix + object.key;
  // Before the object is opened: if a newer one is written meanwhile, the condition fails and this one does not replace it.
  const current = await bucket.head?.(key);
  const body = await object.open();
  const stored = await put(bucket, key, body, {
    httpMetadata: { contentType: object.type },
    customMetadata: await metadataOf(object, judged, settings.secret),
    sha256: judged.sha256,
    size: object.size,
    onlyIf: current ? { etagMatches: current.etag } : { etagDoesNotMatch: '*' },
  });
  if (stored === null) throw new OvertakenError();
  await object.remove();
}

/**
 * Moves an object to quarantine, and puts its report next to it.
 * @param {InboxObject} object
 * @param {Judged} judged
 * @param {BucketWork} work
 */
export async function moveToQuarantine(object, judged, { settings }) {
  const { bucket, prefix } = settings.quarantine;
  await put(bucket, prefix + quarantineKey(object.key), await object.open(), {
    httpMetadata: { contentType: object.type },
    customMetadata: await metadataOf(object, judged, settings.secret),
    ...(judged.sha256 !== undefined && { sha256: judged.sha256 }),
    size: object.size,
  });
  const report = JSON.stringify(reportOf(object, judged));
  await bucket.put(prefix + reportKey(object.key), report, {
    httpMetadata: { contentType: 'application/json' },
  });
  await object.remove();
}

/**
 * @param {BucketWork['settings']['clean']['bucket']} bucket
 * @param {string} key
 * @param {ReadableStream<Uint8Array>} body
 * @param {object} options
 */
async function put(bucket, key, body, options) {
  try {
    return await bucket.put(key, body, options);
  } finally {
    // A body that was not read is not needed any more.
    if (!body.locked) body.cancel().catch(() => {});
  }
}

/**
 * The metadata of the object, and the signed verdict for `verifyVerdict`. Metadata under the names of the verdict is removed,
 * since the uploader may have set it. Of the HTTP metadata, only the type is kept: not the encoding or the disposition.
 * @param {InboxObject} object
 * @param {Judged} judged
 * @param {string} secret
 */
async function metadataOf({ metadata }, { sha256, outcome: { verdict, dataId = '' } }, secret) {
  const own = Object.entries(metadata).filter(
    ([name]) => !name.toLowerCase().replaceAll('_', '-').startsWith(PREFIX),
  );
  const statement = { verdict, dataIds: [dataId], sha256: [sha256 ?? ''] };
  const signed = sha256 === undefined ? [] : await signedHeaders(statement, secret);
  return Object.fromEntries([...own, ...signed]);
}

/**
 * @param {InboxObject} object
 * @param {Judged} judged
 * @returns {QuarantineReport}
 */
function reportOf({ key, size, etag, type }, { sha256, outcome, result }) {
  const { verdict, reason, detail, dataId, threats } = outcome;
  return {
    version: 1,
    key,
    size,
    etag,
    sha256,
    type,
    verdict,
    reason,
    detail,
    dataId,
    threats,
    screenedAt: new Date().toISOString(),
    result,
  };
}
