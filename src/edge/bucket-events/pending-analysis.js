// @ts-check
import { hexadecimal } from '../hexadecimal.js';
import { reportFailure } from '../screen/work.js';
/** @import { BucketWork } from './screen-object.js' */

/** An analysis that is still running. The property names are a stored format. @typedef {{ version: 1, sha256: string, dataId: string }} PendingAnalysis */

/** The folder of the notes, in the quarantine bucket. */
const FOLDER = 'metadefender-screening/';

/**
 * The note of an object's analysis, by which the next attempt resumes it. It is sealed for this version of the object, so that
 * write access to the folder is not enough to substitute another analysis.
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
    // An object at this key that is not JSON is not a note.
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

  /** Deletes the note. A failure is only reported: a note that stays does no harm. */
  async drop() {
    const { settings } = this.#work;
    try {
      await settings.quarantine.bucket.delete(await this.#key);
    } catch (error) {
      reportFailure(error, settings);
    }
  }
}

/** The key of the note. The key of the object is hashed, so that it may contain anything. @param {string} prefix @param {string} key */
async function noteKey(prefix, key) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key));
  return `${prefix}${FOLDER}${hexadecimal(new Uint8Array(digest))}.json`;
}
