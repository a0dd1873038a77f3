// @ts-check

/**
 * Where what is known of hashes is kept: in the Cache API of the data centre, for a time. It never fails; it only does
 * not help.
 *
 * An entry is found by a digest of all that it depends on, keys and secrets included, so that no two
 * configurations share one, and nobody can ask for one from outside. Its host is the Worker's own: Cloudflare would look
 * another one up in the DNS first.
 */
export class VerdictCache {
  #maxAge;
  #url;

  /**
   * @param {number} maxAge seconds
   * @param {string} origin the Worker's
   * @param {string} dependsOn
   */
  constructor(maxAge, origin, dependsOn) {
    this.#maxAge = Math.floor(maxAge);
    this.#url = this.#maxAge > 0 ? urlOf(origin, dependsOn) : undefined;
  }

  /** @returns {Promise<string | undefined>} */
  async get() {
    if (!this.#url) return undefined;
    try {
      const kept = await caches.default.match(await this.#url);
      return await kept?.text();
    } catch {
      return undefined;
    }
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
      // It is asked for again.
    }
  }
}

/** @param {string} origin @param {string} dependsOn */
async function urlOf(origin, dependsOn) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(dependsOn));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
  return `${origin}/.metadefender-known/${hex.join('')}`;
}
