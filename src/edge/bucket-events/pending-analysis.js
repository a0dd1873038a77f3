// @ts-check
import { hexadecimal } from '../hexadecimal.js';
import { reportFailure } from '../screen/work.js';
/** @import { BucketWork } from './screen-object.js' */

/** An analysis that goes on. Property names are a stored format. @typedef {{ version: 1, sha256: string, dataId: string }} PendingAnalysis */

/** Where analyses are noted, beside what is in quarantine. */
const FOLDER = 'metadefender-screening/';

/**
 * The note of an object's analysis, so that the next attempt goes on with it. It is sealed for this version of the object: nobody who can write
 * there can have another analysis taken for it.
 */
export class PendingAnalysisNote {
  #work;
  #context;
  /** @type {Promise<string>} */
  #key;

  /** @param {string} key of the object @param {string} etag @param {BucketWork} work */
  constructor(key, etag, work) {
    this.#work = work;
    this.#context = `${key}\n${etag}`;
    this.#key = noteKey(work.settings.quarantine.prefix, key);
  }

  /** @returns {Promise<PendingAnalysis | undefined>} */
  async read() {
    const { settings } = this.#work;
    const object = await settings.quarantine.bucket.get(await this.#key);
    if (!object) return undefined;
    // What else may be there by that name is no note.
    const { sealed } = await object.json().catch(() => ({}));
    const text = await settings.seal.open(String(sealed), this.#context);
    return text === undefined ? undefined : JSON.parse(text);
  }

  /** @param {PendingAnalysis} pending */
  async write(pending) {
    const { settings } = this.#work;
    const sealed = await settings.seal.seal(JSON.stringify(pending), this.#context);
    await settings.quarantine.bucket.put(await this.#key, JSON.stringify({ sealed }), {
      httpMetadata: { contentType: 'application/json' },
    });
  }

  /** What stays is of no use to anybody. */
  async drop() {
    const { settings } = this.#work;
    try {
      await settings.quarantine.bucket.delete(await this.#key);
    } catch (error) {
      reportFailure(error, settings);
    }
  }
}

/** One for each key, whatever is in that. @param {string} prefix @param {string} key */
async function noteKey(prefix, key) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return `${prefix}${FOLDER}${hexadecimal(new Uint8Array(digest))}.json`;
}
