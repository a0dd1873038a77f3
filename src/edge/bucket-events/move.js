// @ts-check
import { PREFIX, signedHeaders } from '../verdict-signature.js';
import { quarantineKey, reportKey } from './place.js';
/** @import { QuarantineReport } from '../edge.js' */
/** @import { FileOutcome } from '../screen/scan-files.js' */
/** @import { InboxObject } from './inbox-object.js' */
/** @import { Judgement } from './judge.js' */
/** @import { BucketWork } from './screen-object.js' */

/** Another object has come to the same place meanwhile: the next attempt sees what is what. */
export class OvertakenError extends Error {
  constructor() {
    super('another object came to the clean bucket at the same time');
  }
}

/** A judgement with its outcome. @typedef {Judgement & { outcome: FileOutcome }} Judged */

/**
 * Moves an object to the clean bucket. That one checks the SHA-256 of what it takes: an ETag is but an MD5, which two contents can have.
 * @param {InboxObject} object
 * @param {Judged & { sha256: string }} judged
 * @param {BucketWork} work
 */
export async function moveToClean(object, judged, { settings }) {
  const { bucket, prefix } = settings.clean;
  const key = prefix + object.key;
  // Before the object is opened: an older one that arrives later then finds another one here, and does not take its place.
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
 * Moves an object to quarantine, beside its report.
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
    // What was not read for this is not read any more.
    if (!body.locked) body.cancel().catch(() => {});
  }
}

/**
 * What is said of the object, and the signed verdict, as `verifyVerdict` reads it. The uploader's own headers of that name, and how he wants it to be
 * decoded or shown, do not pass.
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
