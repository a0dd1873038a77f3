// @ts-check

/**
 * Caches the results of look-ups in the Cache API of the data centre. It never throws: a failure is a cache miss.
 *
 * The URL of an entry is a digest of all that the result depends on, keys and secrets included: no two configurations
 * share an entry, and nobody can request one from outside. Its host is the Worker's own, as Cloudflare would look any
 * other host up in the DNS.
 */
export class VerdictCache {
  #maxAge;
  #url;

  /**
   * @param {number} maxAge seconds
   * @param {string} origin the Worker's
   * @param {string} key
   */
  constructor(maxAge, origin, key) {
    this.#maxAge = Math.floor(maxAge);
    this.#url = this.#maxAge > 0 ? cacheUrl(origin, key) : undefined;
  }

  /** @returns {Promise<string | undefined>} */
  async get() {
    if (!this.#url) return undefined;
    try {
      const cached = await caches.default.match(await this.#url);
      return await cached?.text();
    } catch {
      return undefined;
    }
  }

  /** Whether nothing is kept. */
  get isOff() {
    return !this.#url;
  }

  /** @param {string} text */
  async put(text) {
    if (!this.#url) return;
    try {
      const headers = {
        'cache-control': `max-age=${this.#maxAge}`,
        'content-type': 'application/json',
      };
      await caches.default.put(await this.#url, new Response(text, { headers }));
    } catch {
      // The next look-up asks MetaDefender again.
    }
  }
}

/** @param {string} origin @param {string} key */
async function cacheUrl(origin, key) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return `${origin}/.metadefender-known/${hex.join('')}`;
}
