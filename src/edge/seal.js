// @ts-check
import { fromBase64Url, toBase64Url } from './base64url.js';
import { DerivedKey } from './secrets.js';

const ENCRYPTION_ALGORITHM = { name: 'AES-GCM', length: 256 };
/** A random nonce of 96 bits (NIST SP 800-38D, 8.2.2). */
const NONCE_BYTES = 12;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Encrypts and authenticates texts (AES-GCM, as base64url), for tokens that clients carry and can neither read nor
 * change.
 */
export class Seal {
  #keys;

  /**
   * @param {string[]} secrets the first one seals
   * @param {string} purpose
   */
  constructor(secrets, purpose) {
    this.#keys = secrets.map(
      (secret) => new DerivedKey(secret, purpose, ENCRYPTION_ALGORITHM, ['encrypt', 'decrypt']),
    );
  }

  /**
   * @param {string} text
   * @param {string} [context] additional authenticated data: `open` needs the same
   * @param {Uint8Array<ArrayBuffer>} [iv] 12 bytes; no two texts may have the same
   */
  async seal(text, context = '', iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))) {
    const key = /** @type {DerivedKey} */ (this.#keys[0]);
    const sealed = await crypto.subtle.encrypt(
      gcmParams(iv, context),
      await key.get(),
      encoder.encode(text),
    );
    const token = new Uint8Array(NONCE_BYTES + sealed.byteLength);
    token.set(iv);
    token.set(new Uint8Array(sealed), NONCE_BYTES);
    return toBase64Url(token);
  }

  /**
   * The text of a token; `undefined` if the token is not one of ours.
   * @param {string} token
   * @param {string} [context]
   */
  async open(token, context = '') {
    const bytes = fromBase64Url(token);
    if (!bytes) return undefined;
    const algorithm = gcmParams(bytes.subarray(0, NONCE_BYTES), context);
    for (const key of this.#keys) {
      try {
        const text = await crypto.subtle.decrypt(
          algorithm,
          await key.get(),
          bytes.subarray(NONCE_BYTES),
        );
        return decoder.decode(text);
      } catch {
        // It is too short, or was sealed with another of the secrets.
      }
    }
    return undefined;
  }
}

/** @param {Uint8Array<ArrayBuffer>} iv @param {string} context */
const gcmParams = (iv, context) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encoder.encode(context),
});
