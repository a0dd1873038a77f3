// @ts-check
/** @import { ResultCache } from '../edge.js' */

/**
 * Caches the results of look-ups. It never throws: a failure is a cache miss.
 *
 * The name of an entry is a digest of everything that the result depends on, keys and secrets included, so no two
 * configurations share an entry. The Cache API needs a URL; nobody can request this one from outside. Its host is the
 * Worker's own, as Cloudflare would look any other host up in the DNS.
 */
export class VerdictCache {
  #maxAge;
  #cache;
  #name;

  /**
   * @param {{ cacheFor: number, cache?: ResultCache }} settings
   * @param {string} origin the Worker's
   * @param {string} key
   */
  constructor({ cacheFor, cache }, origin, key) {
    this.#maxAge = Math.floor(cacheFor);
    this.#cache = this.#maxAge > 0 ? cache : undefined;
    this.#name = this.#cache && entryName(origin, key);
  }

  /** @returns {Promise<string | undefined>} */
  async get() {
    if (!this.#cache || !this.#name) return undefined;
    try {
      return await this.#cache.get(await this.#name);
    } catch {
      return undefined;
    }
  }

  /** Whether results are not cached. */
  get isOff() {
    return !this.#cache;
  }

  /** @param {string} text */
  async put(text) {
    if (!this.#cache || !this.#name) return;
    try {
      await this.#cache.put(await this.#name, text, this.#maxAge);
    } catch {
      // The next look-up asks MetaDefender again.
    }
  }
}

/** @param {string} origin @param {string} key */
async function entryName(origin, key) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return `${origin}/.metadefender-known/${hex.join('')}`;
}
