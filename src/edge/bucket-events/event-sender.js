// @ts-check
import { DerivedKey } from '../secrets.js';

const encoder = new TextEncoder();

/** Recognizes a sender of events by its secret, which is compared in constant time. */
export class EventSender {
  #secrets;

  /** @param {string[]} secrets without any, every sender is refused */
  constructor(secrets) {
    this.#secrets = secrets.map((secret) => {
      const algorithm = { name: 'HMAC', hash: 'SHA-256', length: 256 };
      return {
        secret,
        key: new DerivedKey(secret, 'bucket events', algorithm, ['sign', 'verify']),
      };
    });
  }

  /**
   * The secret is read only from a header, because URLs are logged.
   * @param {Request} request
   */
  async isKnown({ headers }) {
    const [, given] = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '') ?? [];
    if (given === undefined) return false;
    let isKnown = false;
    for (const one of this.#secrets) {
      const key = await one.key.get();
      const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(one.secret));
      // The platform compares the two digests in constant time. All secrets are tried, whichever one matches.
      if (await crypto.subtle.verify('HMAC', key, mac, encoder.encode(given))) isKnown = true;
    }
    return isKnown;
  }
}
