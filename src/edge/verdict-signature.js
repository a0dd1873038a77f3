// @ts-check
import { hexadecimal } from './hexadecimal.js';
import { DerivedKey } from './secrets.js';

const SIGNING_ALGORITHM = { name: 'HMAC', hash: 'SHA-256', length: 256 };
const encoder = new TextEncoder();

/** The headers that carry the verdict from the Worker to the origin. */
export const VERDICT = 'x-metadefender-verdict';
export const DATA_ID = 'x-metadefender-data-id';
export const SHA256 = 'x-metadefender-sha256';
export const SIGNATURE = 'x-metadefender-signature';
/** Headers with this prefix are removed from clients' requests. */
export const PREFIX = 'x-metadefender-';

/**
 * The verdict on a request, as it is signed.
 * @typedef {object} Statement
 * @property {string} verdict
 * @property {string[]} dataIds one for each file, in the order of the body
 * @property {string[]} sha256 in the same order
 */

/**
 * The verdict and its signature as headers. HMAC-SHA-256, RFC 2104.
 * @param {Statement} statement
 * @param {string} secret
 * @param {number} [now] ms
 * @returns {Promise<[string, string][]>}
 */
export async function signedHeaders({ verdict, dataIds, sha256 }, secret, now = Date.now()) {
  // Joined without a space: if the last file has no id, a trailing space would be trimmed on the way.
  const dataId = dataIds.map(encodeURIComponent).join(',');
  const hashes = sha256.join(', ');
  const time = String(Math.floor(now / 1000));
  const key = await signingKey(secret);
  const message = messageOf(time, verdict, dataId, hashes);
  const hex = hexadecimal(new Uint8Array(await crypto.subtle.sign('HMAC', key, message)));
  return [
    [VERDICT, verdict],
    [DATA_ID, dataId],
    [SHA256, hashes],
    [SIGNATURE, `t=${time},v1=${hex}`],
  ];
}

/** Of the secrets that are in use; an application has one or two. @type {Map<string, DerivedKey>} */
const keys = new Map();
const MAX_KEYS = 16;

/** Deriving a key takes longer than signing with it. @param {string} secret */
export function signingKey(secret) {
  let key = keys.get(secret);
  if (!key) {
    if (keys.size === MAX_KEYS) keys.clear();
    key = new DerivedKey(secret, 'verdict', SIGNING_ALGORITHM, ['sign', 'verify']);
    keys.set(secret, key);
  }
  return key.get();
}

/** The message to sign. No part can contain the line break that separates them. @param {string[]} parts */
export const messageOf = (...parts) => encoder.encode(['v1', ...parts].join('\n'));
