// @ts-check
import { MetaDefenderError } from '../entry/error.js';

const SHORTEST = 32;
const encoder = new TextEncoder();

/**
 * The secrets of an option, the first of which is the one to sign by.
 * @param {unknown} secret
 * @returns {string[]}
 */
export function secretsOf(secret) {
  const secrets = Array.isArray(secret) ? secret : [secret];
  const isGood = (/** @type {unknown} */ one) => typeof one === 'string' && one.length >= SHORTEST;
  if (secrets.length > 0 && secrets.every(isGood)) return secrets;
  throw new MetaDefenderError(
    'invalid-input',
    `secret has to have at least ${SHORTEST} characters: make one by \`openssl rand -hex 32\``,
  );
}

/** A key for one purpose, so that what is made for one can never pass for the other. HKDF, RFC 5869. */
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
   * The key, derived where it is first needed: outside of a request a Worker may not. No promise is kept, as one
   * that belongs to another request, maybe of a client that has hung up, may never settle.
   */
  async get() {
    this.#key ??= await this.#derive();
    return this.#key;
  }
}
