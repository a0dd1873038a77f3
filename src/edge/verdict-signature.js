// @ts-check
import { DerivedKey } from './secrets.js';

const ALGORITHM = { name: 'HMAC', hash: 'SHA-256', length: 256 };
const encoder = new TextEncoder();

/** The headers by which a Worker tells an origin what it may trust. */
export const VERDICT = 'x-metadefender-verdict';
export const DATA_ID = 'x-metadefender-data-id';
export const SHA256 = 'x-metadefender-sha256';
export const SIGNATURE = 'x-metadefender-signature';
/** What each header of this kind begins with: none of a client's goes through. */
export const PREFIX = 'x-metadefender-';

/**
 * What is said of a request.
 * @typedef {object} Statement
 * @property {string} verdict
 * @property {string[]} dataIds of the files, in their order
 * @property {string[]} sha256 the same of their hashes
 */

/**
 * The verdict as headers, signed: HMAC-SHA-256, RFC 2104.
 * @param {Statement} statement
 * @param {string} secret
 * @param {number} [now] ms
 * @returns {Promise<[string, string][]>}
 */
export async function signedHeaders({ verdict, dataIds, sha256 }, secret, now = Date.now()) {
  // Without a blank: at the end, where a file has none, it would get lost on the way.
  const dataId = dataIds.map(encodeURIComponent).join(',');
  const hashes = sha256.join(', ');
  const time = String(Math.floor(now / 1000));
  const key = await signingKey(secret);
  const message = messageOf(time, verdict, dataId, hashes);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
  const hex = Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [
    [VERDICT, verdict],
    [DATA_ID, dataId],
    [SHA256, hashes],
    [SIGNATURE, `t=${time},v1=${hex}`],
  ];
}

/** @param {string} secret */
export const signingKey = (secret) =>
  new DerivedKey(secret, 'verdict', ALGORITHM, ['sign', 'verify']).get();

/** What is signed. No part can hold the line break between them. @param {string[]} parts */
export const messageOf = (...parts) => encoder.encode(['v1', ...parts].join('\n'));
