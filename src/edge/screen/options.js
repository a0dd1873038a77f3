// @ts-check
import { MetaDefenderError } from '../../entry/error.js';
import { Seal } from '../seal.js';
import { secretsOf } from '../secrets.js';
/** @import { PreScreenOptions } from '../edge.js' */

const MIB = 1 << 20;
const LEAST_CALLS = 9;

/** What the options come to. @typedef {ReturnType<typeof checked>} Settings */

/**
 * The options with their defaults. Throws where they cannot be, before anything is let through by them.
 * @param {PreScreenOptions} options
 */
export function checked(options) {
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
  const { maxFiles = 10, subrequests = 50 } = options;
  // Whoever takes an upload up reads its record, looks a file up, reads and sends it, claims, reads and sends the body,
  // writes the record, and deletes the body. In a store, each file is read and written.
  const least = Math.max(LEAST_CALLS, store ? 2 * maxFiles + 8 : 0);
  ensure(subrequests >= least, `subrequests have to be ${least} for these options, or more`);
  return {
    connection: connectionOf(options),
    secret: /** @type {string} */ (secrets[0]),
    seal: new Seal(secrets, 'screening status'),
    origin,
    store,
    queue,
    bucket: holding.bucket,
    prefix: holding.prefix ?? 'metadefender-holding/',
    memory: number('holding.memory', holding.memory, 8 * MIB),
    isolateMemory: number('holding.isolateMemory', holding.isolateMemory, 48 * MIB),
    maxSize: number('maxSize', options.maxSize, 100_000_000),
    maxFieldSize: number('maxFieldSize', options.maxFieldSize, MIB),
    maxFiles: number('maxFiles', maxFiles, 10),
    lookup: options.lookup ?? true,
    undetermined: options.undetermined,
    waitFor: number('waitFor', options.waitFor, 25_000),
    subrequests,
    statusPath,
    onError: options.onError ?? ((/** @type {string} */ message) => console.error(message)),
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
  ensure(value === undefined || value >= 0, `${name} has to be a number, 0 or more`);
  return value ?? usual;
}

/** @param {unknown} isSo @param {string} message */
function ensure(isSo, message) {
  if (!isSo) throw new MetaDefenderError('invalid-input', message);
}
