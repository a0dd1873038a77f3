// @ts-check
import { assertOption, numberOption } from '../check-option.js';
import { refuseMissing, refuseUnknownOptions, SERVICE_OPTIONS } from '../option-names.js';
import { platformOption } from '../platform/platform-option.js';
import { safeListener } from '../safe-listener.js';
import { Seal } from '../seal.js';
import { secretsOf } from '../secrets.js';
import { connectionOf } from './connection.js';
/** @import { PreScreenOptions } from '../edge.js' */

const MIB = 1 << 20;

const SCREEN_OPTIONS = [
  ...SERVICE_OPTIONS,
  'retry',
  'timeout',
  'responseTimeout',
  'origin',
  'store',
  'holding',
  'maxSize',
  'maxFieldSize',
  'maxFiles',
  'typedFields',
  'lookup',
  'undetermined',
  'waitFor',
  'subrequests',
  'statusPath',
  'queue',
  'onError',
];

/** Secrets, bindings, and what has bindings. */
const CONFIGURED = ['secret', 'origin', 'store', 'holding', 'queue', 'platform'];

/** The mark of an origin that needs the connection of the client: `toNext` of `metadefender-wasm/edge/node`. */
const NEEDS_CONNECTION = Symbol.for('metadefender-wasm.needs-connection');

/** The calls that it takes to poll one file that was handed over, and to finish it. */
export const MIN_SUBREQUESTS = 10;

/** The checked options, with defaults. @typedef {ReturnType<typeof screenSettings>} ScreenSettings */

/**
 * Checks the options, and adds defaults.
 * @param {PreScreenOptions} options
 */
export function screenSettings(options) {
  refuseUnknownOptions('preScreen', options, SCREEN_OPTIONS);
  refuseUnknownOptions('holding', options.holding, ['bucket', 'prefix', 'memory', 'isolateMemory']);
  refuseUnknownOptions('store', options.store, ['bucket', 'key']);
  refuseMissing(options, CONFIGURED);
  refuseMissing(options.holding, ['bucket'], 'holding');
  refuseMissing(options.store, ['bucket'], 'store');
  const platform = platformOption(options.platform);
  const secrets = secretsOf(options.secret);
  const { baseUrl, origin, store, queue, holding = {} } = options;
  const { statusPath = '/metadefender-status' } = options;
  assertOption(typeof baseUrl === 'string' && baseUrl !== '', 'baseUrl has to be an address');
  assertOption(
    typeof origin !== 'string' || isOrigin(origin),
    'origin has to be scheme, host and port, such as https://origin.example.com',
  );
  assertOption(
    origin !== undefined || store || platform.isBeforeOrigin,
    'origin has to be given here, or store: there is nothing behind the address of the request itself',
  );
  assertOption(
    /^\/.*[^/]$/.test(statusPath),
    'statusPath has to begin with a slash, and not to end in one',
  );
  assertOption(
    !queue || holding.bucket,
    'a queue needs holding.bucket, where the bodies are until then',
  );
  assertOption(!queue || typeof queue.send === 'function', 'queue has to have a send()');
  const handsOver = !(typeof origin === 'function' && NEEDS_CONNECTION in origin);
  assertOption(
    !queue || handsOver,
    'with toNext as the origin there can be no queue: what it delivers needs the connection of the client',
  );
  assertOption(
    !holding.bucket || typeof holding.bucket.put === 'function',
    'holding.bucket has to be a bucket',
  );
  assertOption(!store || typeof store.bucket?.put === 'function', 'store needs a bucket');
  assertOption(
    options.undetermined === undefined || typeof options.undetermined === 'function',
    'undetermined has to be a function',
  );
  const { typedFields = 'scan' } = options;
  assertOption(['scan', 'pass'].includes(typedFields), "typedFields has to be 'scan' or 'pass'");
  const subrequests = numberOption('subrequests', options.subrequests, platform.subrequests);
  assertOption(subrequests >= MIN_SUBREQUESTS, `subrequests has to be ${MIN_SUBREQUESTS} at least`);
  const maxFiles = numberOption('maxFiles', options.maxFiles, 10);
  // With fewer, a form could be scanned but never stored.
  assertOption(
    !store || subrequests >= 2 * maxFiles + MIN_SUBREQUESTS,
    `to store ${maxFiles} files (maxFiles) takes ${2 * maxFiles + MIN_SUBREQUESTS} subrequests`,
  );
  return {
    platform,
    connection: connectionOf(options),
    secret: /** @type {string} */ (secrets[0]),
    seal: new Seal(secrets, 'screening status'),
    requestSeal: new Seal(secrets, 'held request'),
    origin: typeof origin === 'string' ? new URL(origin).origin : origin,
    store,
    queue,
    /** Whether an upload that takes long can be delivered by another request, or by the queue. */
    handsOver,
    bucket: holding.bucket,
    prefix: holding.prefix ?? 'metadefender-holding/',
    memory: numberOption('holding.memory', holding.memory, 8 * MIB),
    isolateMemory: numberOption('holding.isolateMemory', holding.isolateMemory, 48 * MIB),
    maxSize: numberOption('maxSize', options.maxSize, 100_000_000),
    maxFieldSize: numberOption('maxFieldSize', options.maxFieldSize, MIB),
    maxFiles,
    typedFields,
    lookup: options.lookup ?? true,
    undetermined: options.undetermined,
    waitFor: numberOption('waitFor', options.waitFor, 25_000),
    subrequests,
    statusPath,
    onError: safeListener(options.onError ?? ((message) => console.error(message))),
  };
}

/** @param {string} address */
function isOrigin(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  return /^https?:$/.test(protocol) && [origin, `${origin}/`].includes(address);
}
