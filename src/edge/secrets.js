// @ts-check
import { MetaDefenderError } from '../entry/error.js';

const MIN_SECRET_CHARS = 32;
const encoder = new TextEncoder();

/**
 * The checked secrets of an option. The first one signs.
 * @param {unknown} secret
 * @param {string} [name] of the option
 * @returns {string[]}
 */
export function secretsOf(secret, name = 'secret') {
  const secrets = Array.isArray(secret) ? secret : [secret];
  const isGood = (/** @type {unknown} */ one) =>
    typeof one === 'string' && one.length >= MIN_SECRET_CHARS;
  if (secrets.length > 0 && secrets.every(isGood)) return secrets;
  throw new MetaDefenderError(
    'invalid-input',
    `${name} has to have at least ${MIN_SECRET_CHARS} characters: make one with \`openssl rand -hex 32\``,
  );
}

/** A key for one purpose: what it signs or encrypts is invalid for any other purpose. HKDF, RFC 5869. */
export class DerivedKey {
  #derive;
  /** @type {CryptoKey | undefined} */
  #key;

  /**
   * @param {string} secret
   * @param {string} purpose
   * @param {HmacImportParams & { length: number } | AesDerivedKeyParams} algorithm
   * @param {KeyUsage[]} usages
   */
  constructor(secret, purpose, algorithm, usages) {
    this.#derive = async () => {
      const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
        'deriveKey',
      ]);
      const info = encoder.encode(`metadefender-wasm ${purpose}`);
      const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
      return crypto.subtle.deriveKey(hkdf, material, algorithm, false, usages);
    };
  }

  /**
   * The key, derived on first use: a Worker may not use Web Crypto outside of a request. The key is cached, not its
   * promise: a promise belongs to the request that made it, and may never settle if that request ends.
   */
  async get() {
    this.#key ??= await this.#derive();
    return this.#key;
  }
}
