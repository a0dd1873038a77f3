// @ts-check
import { MetaDefenderError } from '../../entry/error.js';

/** An object that was created. @typedef {{ bucket: string, key: string }} ObjectCreated */

/** The actions of R2 that create an object (R2, Event notifications). */
const R2_CREATED = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'];

/** The events of S3 have no prefix; those of compatible servers do (MinIO, Ceph). */
const S3_CREATED = /^(?:s3:)?ObjectCreated:/;

/** An SNS message in SQS contains the event of S3 as text. */
const MAX_NESTING = 3;

/**
 * The objects that were created according to a message: of R2 (from a queue), or of S3 (directly from SQS or a webhook, or
 * through EventBridge or SNS). Other events, such as deletions, have none. Throws `invalid-input` for any other message.
 * @param {unknown} body as JSON or parsed
 * @returns {ObjectCreated[]}
 */
export function createdObjects(body, nesting = 0) {
  const message = typeof body === 'string' ? parsed(body) : body;
  if (typeof message !== 'object' || message === null) throw unreadable();
  const { Records, Event, Type, Message, detail, action } = /** @type {Record<string, any>} */ (
    message
  );
  if (Array.isArray(Records)) return Records.flatMap(fromS3Record);
  // S3 sends this when notifications are set up.
  if (Event === 's3:TestEvent') return [];
  if (Type === 'Notification' && nesting < MAX_NESTING) return createdObjects(Message, nesting + 1);
  if (detail !== undefined) return fromEventBridge(/** @type {any} */ (message));
  if (typeof action === 'string') return fromR2(/** @type {any} */ (message));
  throw unreadable();
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html @param {any} record */
function fromS3Record(record) {
  if (typeof record?.eventName !== 'string') throw unreadable();
  if (!S3_CREATED.test(record.eventName)) return [];
  const { bucket, object } = record.s3 ?? {};
  return [created(bucket?.name, formDecoded(object?.key))];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html @param {any} event */
function fromEventBridge(event) {
  if (event.source !== 'aws.s3') throw unreadable();
  if (event['detail-type'] !== 'Object Created') return [];
  // Keys in events of EventBridge are not encoded.
  return [created(event.detail?.bucket?.name, event.detail?.object?.key)];
}

/** @see https://developers.cloudflare.com/r2/buckets/event-notifications/ @param {any} message */
function fromR2({ action, bucket, object }) {
  return R2_CREATED.includes(action) ? [created(bucket, object?.key)] : [];
}

/** @param {unknown} bucket @param {unknown} key @returns {ObjectCreated} */
function created(bucket, key) {
  if (typeof bucket === 'string' && typeof key === 'string' && key !== '') return { bucket, key };
  throw unreadable();
}

/** S3 encodes keys like form data: a space is a plus. @param {unknown} key */
function formDecoded(key) {
  if (typeof key !== 'string') throw unreadable();
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw unreadable();
  }
}

const unreadable = () =>
  new MetaDefenderError(
    'invalid-input',
    'the message is no event of a bucket: R2, S3 and EventBridge have them',
  );
