// @ts-check
import { Seal } from '../seal.js';
import { DerivedKey } from '../secrets.js';

/**
 * What a handle stands for.
 * @typedef {object} Opened
 * @property {string} id MetaDefender's own, or an address
 * @property {Scope} scope
 * @property {number} expiry seconds since 1970
 *
 * Whose it is: `own` is what a visitor uploaded and what was made of it, `known` is of a look-up.
 * @typedef {'own' | 'known'} Scope
 * @typedef {'file' | 'batch' | 'address'} Kind
 */

/** Whatever is none of these cannot be an id, and could be a way to another path. */
const ID = /^(?!\.{1,2}$)[\w.=~+:@-]{1,512}$/;

/** Bytes of a nonce of AES-GCM. */
const NONCE = 12;
const PSEUDORANDOM = { name: 'HMAC', hash: 'SHA-256', length: 256 };

const encoder = new TextEncoder();

/**
 * Sealed handles in place of ids: for a time, and for one visitor. The same id for the same time gets the same handle, so
 * that ids can be compared.
 */
export class Handles {
  #seal;
  #key;
  #lifetime;

  /**
   * @param {string[]} secrets
   * @param {string} service where the ids are from and handles go to, so that they are good there only
   * @param {number} lifetime seconds
   */
  constructor(secrets, service, lifetime) {
    this.#seal = new Seal(secrets, `handle of ${service}`);
    this.#key = new DerivedKey(secrets[0] ?? '', `nonce of ${service}`, PSEUDORANDOM, ['sign']);
    this.#lifetime = Math.ceil(lifetime);
  }

  /** Whether this can be an id of MetaDefender's. @param {string} text */
  isId(text) {
    return ID.test(text);
  }

  /** When a handle is over that is made now: seconds since 1970. */
  expiry() {
    return Math.floor(Date.now() / 1000) + this.#lifetime;
  }

  /**
   * When the handles of a batch's files are over, by whomever they are named: one that is added at the last moment has
   * a whole time of its own.
   * @param {number} expiry of the batch's
   */
  ofFilesIn(expiry) {
    return expiry + this.#lifetime;
  }

  /** The other way round, so that no handle leads to one that leads to a longer one without end. @param {number} expiry */
  ofBatchOf(expiry) {
    return expiry - this.#lifetime;
  }

  /**
   * @param {Kind} kind
   * @param {Opened} what
   * @param {string} visitor
   */
  async make(kind, { id, scope, expiry }, visitor) {
    const text = JSON.stringify([kind, scope, expiry, id]);
    // A nonce for each text and visitor: the idea of RFC 8452 and RFC 5297, a synthetic one.
    const message = encoder.encode(JSON.stringify([visitor, text]));
    const mac = await crypto.subtle.sign('HMAC', await this.#key.get(), message);
    return this.#seal.seal(text, visitor, new Uint8Array(mac, 0, NONCE));
  }

  /**
   * What this visitor's handle stands for; nothing where it is forged, another's or of another kind.
   * @param {Kind} kind
   * @param {string} handle
   * @param {string} visitor
   * @returns {Promise<Opened | 'expired' | undefined>}
   */
  async open(kind, handle, visitor) {
    const text = await this.#seal.open(handle, visitor);
    if (text === undefined) return undefined;
    const [madeFor, scope, expiry, id] = JSON.parse(text);
    if (madeFor !== kind) return undefined;
    return Date.now() / 1000 < expiry ? { id, scope, expiry } : 'expired';
  }
}
