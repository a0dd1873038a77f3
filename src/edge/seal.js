// @ts-check
import { fromBase64Url, toBase64Url } from './base64url.js';
import { DerivedKey } from './secrets.js';

const ALGORITHM = { name: 'AES-GCM', length: 256 };
/** Bytes: NIST SP 800-38D, 8.2.2, a random one of 96 bits. */
const NONCE = 12;
/** Bytes. */
const TAG = 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Texts that others carry and can neither read nor change: encrypted and authenticated (AES-GCM), in the letters
 * of base64url.
 */
export class Seal {
  #keys;

  /**
   * @param {string[]} secrets the first one seals
   * @param {string} purpose
   */
  constructor(secrets, purpose) {
    this.#keys = secrets.map(
      (secret) => new DerivedKey(secret, purpose, ALGORITHM, ['encrypt', 'decrypt']),
    );
  }

  /**
   * @param {string} text
   * @param {string} [context] which has to be the same on opening
   * @param {Uint8Array<ArrayBuffer>} [iv] 12 bytes that no other text gets
   */
  async seal(text, context = '', iv = crypto.getRandomValues(new Uint8Array(NONCE))) {
    const key = /** @type {DerivedKey} */ (this.#keys[0]);
    const sealed = await crypto.subtle.encrypt(
      gcm(iv, context),
      await key.get(),
      encoder.encode(text),
    );
    const token = new Uint8Array(NONCE + sealed.byteLength);
    token.set(iv);
    token.set(new Uint8Array(sealed), NONCE);
    return toBase64Url(token);
  }

  /**
   * What was sealed, or `undefined` where this is nothing that was.
   * @param {string} token
   * @param {string} [context]
   */
  async open(token, context = '') {
    const bytes = fromBase64Url(token);
    if (!bytes || bytes.length < NONCE + TAG) return undefined;
    const algorithm = gcm(bytes.subarray(0, NONCE), context);
    for (const key of this.#keys) {
      try {
        const text = await crypto.subtle.decrypt(algorithm, await key.get(), bytes.subarray(NONCE));
        return decoder.decode(text);
      } catch {
        // Not by this key.
      }
    }
    return undefined;
  }
}

/** @param {Uint8Array<ArrayBuffer>} iv @param {string} context */
const gcm = (iv, context) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encoder.encode(context),
});
