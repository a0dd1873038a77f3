// @ts-check
import { MetaDefenderError } from '../entry/error.js';
import { secretsOf } from './secrets.js';
import { DATA_ID, messageOf, SHA256, SIGNATURE, signingKey, VERDICT } from './verdict-signature.js';

const DEFAULT_MAX_AGE = 300;
/** How far the origin's clock may be behind the Worker's, seconds. */
const MAX_CLOCK_SKEW = 60;

/** @type {typeof import('./edge-verify.js').verifyVerdict} */
export async function verifyVerdict(headers, options) {
  const { secret, maxAge = DEFAULT_MAX_AGE, sha256, accept = ['allowed'] } = options;
  const secrets = secretsOf(secret);
  assertValid(Number.isFinite(maxAge) && maxAge >= 0, 'maxAge has to be a number of seconds');
  assertValid(Array.isArray(accept), 'accept has to be an array of verdicts');
  // `sha256: undefined` means that the caller failed to compute a hash: it must not pass as no hash at all.
  const expectedHashes = 'sha256' in options ? [sha256].flat() : undefined;
  const isHash = (/** @type {unknown} */ hash) =>
    typeof hash === 'string' && /^[\da-f]{64}$/i.test(hash);
  assertValid(
    !expectedHashes || expectedHashes.every(isHash),
    'sha256 has to be 64 hexadecimal digits of each file',
  );
  const [verdict, dataId, hashes, signature] = [VERDICT, DATA_ID, SHA256, SIGNATURE].map((name) =>
    singleHeader(headers, name),
  );
  if (!verdict || dataId === undefined || hashes === undefined || !signature) {
    throw new MetaDefenderError(
      'unauthorized',
      'the request carries no signed verdict: it did not come through the Worker',
    );
  }
  const [, time, mac] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  const isSigned =
    time && mac && (await isSignedBy(secrets, mac, messageOf(time, verdict, dataId, hashes)));
  if (!isSigned) {
    throw new MetaDefenderError(
      'unauthorized',
      'the signature of the verdict was not made with this secret, or the verdict was changed',
    );
  }
  const age = Date.now() / 1000 - Number(time);
  if (!(age <= maxAge && age >= -MAX_CLOCK_SKEW)) {
    throw new MetaDefenderError(
      'unauthorized',
      `the verdict was signed ${Math.round(age)} s ago, but is valid for ${maxAge} s`,
    );
  }
  if (!accept.includes(/** @type {any} */ (verdict))) {
    throw new MetaDefenderError('forbidden', `the verdict is ${verdict}`);
  }
  const files = parseFiles(dataId, hashes);
  if (expectedHashes) compareHashes(expectedHashes, files);
  return {
    verdict: /** @type {'allowed' | 'undetermined'} */ (verdict),
    files,
    signedAt: new Date(Number(time) * 1000),
  };
}

/**
 * A header that occurs twice counts as missing: another reader might use the value that was not checked.
 * @param {import('./edge-verify.js').VerdictHeaders} headers
 * @param {string} name in lower case
 * @returns {string | undefined}
 */
function singleHeader(headers, name) {
  const values = typeof headers.get === 'function' ? [headers.get(name)] : valuesOf(headers, name);
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : undefined;
}

/**
 * Names of headers are case-insensitive (RFC 9110, 5.1). Serverless platforms pass them on as the client wrote them.
 * @param {object} headers
 * @param {string} name in lower case
 */
const valuesOf = (headers, name) =>
  Object.entries(headers).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));

/**
 * @param {string[]} secrets
 * @param {string} mac
 * @param {Uint8Array<ArrayBuffer>} message
 */
async function isSignedBy(secrets, mac, message) {
  const bytes = Uint8Array.from({ length: mac.length / 2 }, (_, at) =>
    parseInt(mac.slice(2 * at, 2 * at + 2), 16),
  );
  for (const secret of secrets) {
    if (await crypto.subtle.verify('HMAC', await signingKey(secret), bytes, message)) return true;
  }
  return false;
}

/** @param {string} dataIds @param {string} hashes */
function parseFiles(dataIds, hashes) {
  if (hashes === '') return [];
  const ids = dataIds.split(/, ?/);
  return hashes
    .split(', ')
    .map((sha256, index) => ({ dataId: decodeURIComponent(ids[index] ?? ''), sha256 }));
}

/** @param {boolean} condition @param {string} message */
function assertValid(condition, message) {
  if (!condition) throw new MetaDefenderError('invalid-input', message);
}

/**
 * @param {unknown[]} computed
 * @param {{ sha256: string }[]} files
 */
function compareHashes(computed, files) {
  const expected = files.map(({ sha256 }) => sha256).join();
  if (computed.join().toLowerCase() === expected) return;
  throw new MetaDefenderError('integrity', 'the verdict is about other files');
}
