// @ts-check
import { assertOption, numberOption } from '../check-option.js';
import { refuseMissing, refuseUnknownOptions, SERVICE_OPTIONS } from '../option-names.js';
import { platformOption } from '../platform/platform-option.js';
import { safeListener } from '../safe-listener.js';
import { connectionOf } from '../screen/connection.js';
import { Seal } from '../seal.js';
import { secretsOf } from '../secrets.js';
import { EventSender } from './event-sender.js';
import { isBelow } from './place.js';
/** @import { BucketPlace, ScreenBucketOptions } from '../edge.js' */

const OPTIONS = [
  ...SERVICE_OPTIONS,
  'retry',
  'timeout',
  'responseTimeout',
  'inbox',
  'clean',
  'quarantine',
  'undetermined',
  'attempts',
  'maxSize',
  'lookup',
  'waitFor',
  'subrequests',
  'queue',
  'eventSecret',
  'onScreened',
  'onError',
];

/** The options that are secrets or bindings, or contain bindings. */
const CONFIGURED = ['secret', 'inbox', 'clean', 'quarantine', 'queue', 'eventSecret', 'platform'];

/**
 * The most calls that one object may take, apart from those that wait for its analysis: the note, head, read, lookup, read,
 * upload; and to move it, head, read, two puts, head, delete.
 */
export const CALLS_PER_OBJECT = 12;

/** Those of them that are reserved for the end. */
export const CALLS_TO_MOVE = 7;

/** The largest object that a single PUT to S3 or R2 stores. */
const MAX_PUT_BYTES = 5 * 2 ** 30;

/** The checked options, with defaults. @typedef {ReturnType<typeof bucketSettings>} BucketSettings */

/**
 * Checks the options, and adds defaults.
 * @param {ScreenBucketOptions} options
 */
export function bucketSettings(options) {
  refuseUnknownOptions('screenBucket', options, OPTIONS);
  refuseMissing(options, CONFIGURED);
  const platform = platformOption(options.platform);
  const secrets = secretsOf(options.secret);
  const { baseUrl, undetermined = 'leave', queue, eventSecret } = options;
  assertOption(typeof baseUrl === 'string' && baseUrl !== '', 'baseUrl has to be an address');
  const inbox = placeOption('inbox', options.inbox, ['name'], ['head', 'get', 'delete']);
  const clean = placeOption('clean', options.clean, [], ['head', 'put']);
  const quarantine = placeOption('quarantine', options.quarantine, [], ['get', 'put', 'delete']);
  for (const [name, place] of Object.entries({ clean, quarantine }))
    assertOption(
      !isBelow(place, inbox) && !isBelow(inbox, place),
      `${name} has to be another bucket than inbox, or to have a prefix that is not within the inbox: what is there would be screened again`,
    );
  assertOption(
    !isBelow(clean, quarantine) && !isBelow(quarantine, clean),
    'clean and quarantine have to be apart, in two buckets or under two prefixes',
  );
  assertOption(
    ['leave', 'quarantine'].includes(/** @type {string} */ (undetermined)) ||
      typeof undetermined === 'function',
    "undetermined has to be 'leave', 'quarantine' or a function",
  );
  assertOption(!queue || typeof queue.send === 'function', 'queue has to have a send()');
  assertOption(
    options.onScreened === undefined || typeof options.onScreened === 'function',
    'onScreened has to be a function',
  );
  const attempts = numberOption('attempts', options.attempts, 12);
  assertOption(attempts >= 1, 'attempts has to be 1 at least');
  const maxSize = numberOption('maxSize', options.maxSize, MAX_PUT_BYTES);
  assertOption(maxSize <= MAX_PUT_BYTES, `maxSize can be ${MAX_PUT_BYTES} at most`);
  const subrequests = numberOption('subrequests', options.subrequests, platform.subrequests);
  assertOption(
    subrequests >= CALLS_PER_OBJECT + 4,
    `subrequests has to be ${CALLS_PER_OBJECT + 4} at least`,
  );
  return {
    platform,
    connection: connectionOf(options),
    secret: /** @type {string} */ (secrets[0]),
    seal: new Seal(secrets, 'bucket screening'),
    sender: new EventSender(eventSecret === undefined ? [] : secretsOf(eventSecret, 'eventSecret')),
    inbox: { ...inbox, name: options.inbox.name },
    clean,
    quarantine,
    undetermined,
    attempts,
    maxSize,
    lookup: options.lookup ?? true,
    waitFor: numberOption('waitFor', options.waitFor, 25_000),
    subrequests,
    queue,
    onScreened: options.onScreened,
    onError: safeListener(options.onError ?? ((message) => console.error(message))),
  };
}

/**
 * @param {string} name
 * @param {BucketPlace | undefined} place
 * @param {string[]} more options
 * @param {string[]} methods that the bucket needs
 */
function placeOption(name, place, more, methods) {
  assertOption(typeof place === 'object', `${name} has to be { bucket, prefix }`);
  refuseUnknownOptions(name, place, ['bucket', 'prefix', ...more]);
  refuseMissing(place, ['bucket', ...more], name);
  const { bucket, prefix = '' } = /** @type {BucketPlace} */ (place);
  const values = /** @type {Record<string, any> | undefined} */ (bucket);
  const missing = methods.find((method) => typeof values?.[method] !== 'function');
  assertOption(missing === undefined, `${name}.bucket has to be a bucket with ${missing}()`);
  assertOption(typeof prefix === 'string', `${name}.prefix has to be a text`);
  return { bucket, prefix };
}
