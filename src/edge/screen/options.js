// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { refuseUnknown, SERVICE_OPTIONS } from '../option-names.js';
import { Seal } from '../seal.js';
import { secretsOf } from '../secrets.js';
/** @import { PreScreenOptions } from '../edge.js' */

const MIB = 1 << 20;

const OPTIONS = [
  ...SERVICE_OPTIONS,
  'retry',
  'timeout',
  'origin',
  'store',
  'holding',
  'maxSize',
  'maxFieldSize',
  'maxFiles',
  'lookup',
  'undetermined',
  'waitFor',
  'subrequests',
  'statusPath',
  'queue',
  'onError',
];

/** What it takes to ask for one file that was handed over, and to bring it to its end. */
export const FEWEST_CALLS = 10;

/** What the options come to. @typedef {ReturnType<typeof checked>} Settings */

/**
 * The options with their defaults. Throws where they cannot be, before anything is let through by them.
 * @param {PreScreenOptions} options
 */
export function checked(options) {
  refuseUnknown('preScreen', options, OPTIONS);
  refuseUnknown('holding', options.holding, ['bucket', 'prefix', 'memory', 'isolateMemory']);
  refuseUnknown('store', options.store, ['bucket', 'key']);
  const secrets = secretsOf(options.secret);
  const { baseUrl, origin, store, queue, holding = {} } = options;
  const { statusPath = '/metadefender-status' } = options;
  ensure(typeof baseUrl === 'string' && baseUrl !== '', 'baseUrl has to be an address');
  ensure(
    typeof origin !== 'string' || isOrigin(origin),
    'origin has to be scheme, host and port, such as https://origin.example.com',
  );
  ensure(
    /^\/.*[^/]$/.test(statusPath),
    'statusPath has to begin with a slash, and not to end in one',
  );
  ensure(!queue || holding.bucket, 'a queue needs holding.bucket, where the bodies are until then');
  ensure(!queue || typeof queue.send === 'function', 'queue has to have a send()');
  ensure(!store || typeof store.bucket?.put === 'function', 'store needs a bucket');
  ensure(
    options.undetermined === undefined || typeof options.undetermined === 'function',
    'undetermined has to be a function',
  );
  const subrequests = number('subrequests', options.subrequests, 50);
  ensure(subrequests >= FEWEST_CALLS, `subrequests has to be ${FEWEST_CALLS} at least`);
  const maxFiles = number('maxFiles', options.maxFiles, 10);
  // Or it could be scanned, and never stored.
  ensure(
    !store || subrequests >= 2 * maxFiles + FEWEST_CALLS,
    `to store ${maxFiles} files (maxFiles) takes ${2 * maxFiles + FEWEST_CALLS} subrequests`,
  );
  return {
    connection: connectionOf(options),
    secret: /** @type {string} */ (secrets[0]),
    seal: new Seal(secrets, 'screening status'),
    requestSeal: new Seal(secrets, 'held request'),
    origin,
    store,
    queue,
    bucket: holding.bucket,
    prefix: holding.prefix ?? 'metadefender-holding/',
    memory: number('holding.memory', holding.memory, 8 * MIB),
    isolateMemory: number('holding.isolateMemory', holding.isolateMemory, 48 * MIB),
    maxSize: number('maxSize', options.maxSize, 100_000_000),
    maxFieldSize: number('maxFieldSize', options.maxFieldSize, MIB),
    maxFiles,
    lookup: options.lookup ?? true,
    undetermined: options.undetermined,
    waitFor: number('waitFor', options.waitFor, 25_000),
    subrequests,
    statusPath,
    onError: guarded(options.onError ?? ((message) => console.error(message))),
  };
}

/**
 * What listens is the user's, and no reason to answer otherwise.
 * @param {(message: string) => unknown} listener
 * @returns {(message: string) => void}
 */
function guarded(listener) {
  return async (message) => {
    try {
      await listener(message);
    } catch {
      // There is nobody to tell.
    }
  };
}

/** @param {PreScreenOptions} options */
function connectionOf(options) {
  const { baseUrl, api, apiKey, userAgent, rule, headers, retry, timeout } = options;
  // As a plain function: the runtime's own insists on being called as one of the global object.
  const { fetch = (...args) => globalThis.fetch(...args) } = options;
  return { baseUrl, api, apiKey, userAgent, rule, headers, retry, timeout, fetch };
}

/** @param {string} address */
function isOrigin(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  return /^https?:$/.test(protocol) && [origin, `${origin}/`].includes(address);
}

/** @param {string} name @param {number | undefined} value @param {number} usual */
function number(name, value, usual) {
  ensure(
    value === undefined || (Number.isFinite(value) && value >= 0),
    `${name} has to be a number, 0 or more`,
  );
  return value ?? usual;
}

/** @param {unknown} isSo @param {string} message */
function ensure(isSo, message) {
  if (!isSo) throw new MetaDefenderError('invalid-input', message);
}
