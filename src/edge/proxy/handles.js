// @ts-check
import { Seal } from '../seal.js';
import { DerivedKey } from '../secrets.js';

/**
 * The content of a handle.
 * @typedef {object} OpenedHandle
 * @property {string} id MetaDefender's id, or the address of a sanitized copy
 * @property {Scope} scope
 * @property {number} expiry seconds since 1970
 * @property {string} [cookies] by which a load balancer finds the node with the analysis
 *
 * `own`: the visitor uploaded the file, or it was made from that upload. `known`: it was found by its hash.
 * @typedef {'own' | 'known'} Scope
 * @typedef {'file' | 'batch' | 'address'} HandleKind
 */

/** Anything else cannot be an id, and in a URL could lead to another path. */
const ID_PATTERN = /^(?!\.{1,2}$)[\w.=~+:@-]{1,512}$/;

/** The nonce of AES-GCM, bytes. */
const NONCE_BYTES = 12;
const NONCE_ALGORITHM = { name: 'HMAC', hash: 'SHA-256', length: 256 };

const encoder = new TextEncoder();

/**
 * Encrypted handles that replace ids. Each expires, and is bound to one visitor. The same id with the same expiry gets
 * the same handle, so that a page can compare them.
 */
export class Handles {
  #seal;
  #nonceKey;
  #lifetime;

  /**
   * @param {string[]} secrets
   * @param {string} service which MetaDefender and which mount: a handle is only valid for these
   * @param {number} lifetime seconds
   */
  constructor(secrets, service, lifetime) {
    this.#seal = new Seal(secrets, `handle of ${service}`);
    const secret = /** @type {string} */ (secrets[0]);
    this.#nonceKey = new DerivedKey(secret, `nonce of ${service}`, NONCE_ALGORITHM, ['sign']);
    this.#lifetime = Math.ceil(lifetime);
  }

  /** Whether this can be a MetaDefender id. @param {string} text */
  isId(text) {
    return ID_PATTERN.test(text);
  }

  /** When a handle that is made now expires: seconds since 1970. */
  newExpiry() {
    return Math.floor(Date.now() / 1000) + this.#lifetime;
  }

  /**
   * When the handles of a batch's files expire: a file that is added just before the batch expires still gets a full
   * lifetime.
   * @param {number} expiry of the batch's handle
   */
  fileExpiry(expiry) {
    return expiry + this.#lifetime;
  }

  /**
   * The inverse: when the handle of a file's batch expires. Otherwise file and batch could extend each other for ever.
   * @param {number} expiry of the file's handle
   */
  batchExpiry(expiry) {
    return expiry - this.#lifetime;
  }

  /**
   * @param {HandleKind} kind
   * @param {OpenedHandle} what
   * @param {string} visitor
   */
  async seal(kind, { id, scope, expiry, cookies }, visitor) {
    const text = JSON.stringify([kind, scope, expiry, id, ...(cookies ? [cookies] : [])]);
    // A synthetic nonce, as in RFC 5297 and RFC 8452: the same text and visitor give the same handle.
    const message = encoder.encode(JSON.stringify([visitor, text]));
    const mac = await crypto.subtle.sign('HMAC', await this.#nonceKey.get(), message);
    return this.#seal.seal(text, visitor, new Uint8Array(mac, 0, NONCE_BYTES));
  }

  /**
   * Decrypts a handle; `undefined` if it is forged, another visitor's or of another kind.
   * @param {HandleKind} kind
   * @param {string} handle
   * @param {string} visitor
   * @returns {Promise<OpenedHandle | 'expired' | undefined>}
   */
  async open(kind, handle, visitor) {
    const text = await this.#seal.open(handle, visitor);
    if (text === undefined) return undefined;
    const [sealedKind, scope, expiry, id, cookies] = JSON.parse(text);
    if (sealedKind !== kind) return undefined;
    return Date.now() / 1000 < expiry ? { id, scope, expiry, cookies } : 'expired';
  }
}
