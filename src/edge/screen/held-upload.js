// @ts-check
import { TooLong } from './budget.js';
import { connectionFor } from './connection.js';
import { decide } from './decide.js';
import { deliver } from './deliver.js';
import { BucketHolding } from './holding/bucket.js';
import { Refusal } from './problem.js';
import { readRecord, writeRecord } from './record.js';
import { scanFiles, screeningOf } from './scan-files.js';
import { report } from './work.js';
/** @import { Ending, Entry } from './record.js' */
/** @import { Message } from './forward.js' */
/** @import { Work } from './work.js' */

/** How long an upload is held at most, ms. */
const LONGEST_HELD = 24 * 3_600_000;

/** A delivery that takes longer than this has died, ms: a queue's consumer has 15 minutes (Queues, Limits). */
const LONGEST_DELIVERY = 20 * 60_000;

/**
 * How far an upload is: no ending while it goes on. The `response` is the origin's or the user's, for
 * whoever was there when it ended.
 * @typedef {{ ending?: Ending, response?: Response }} Progress
 */

/** An upload that was handed over, with its body in the bucket. */
export class HeldUpload {
  #id;
  #entry;
  #work;
  #body;

  /**
   * @param {string} id
   * @param {Entry} entry
   * @param {Work} work
   */
  constructor(id, entry, work) {
    const { settings, budget } = work;
    const bucket = /** @type {NonNullable<typeof settings.bucket>} */ (settings.bucket);
    this.#id = id;
    this.#entry = entry;
    this.#work = work;
    this.#body = new BucketHolding(bucket, settings.prefix + id, entry.held.size, budget);
  }

  /** @param {string} id @param {Work} work */
  static async find(id, work) {
    const entry = await readRecord(id, work);
    return entry && new HeldUpload(id, entry, work);
  }

  get ending() {
    return this.#entry.held.ending;
  }

  /** ms */
  get age() {
    return Date.now() - this.#entry.held.since;
  }

  /** Whether nobody may deliver it any more. */
  get isExpired() {
    return this.age > LONGEST_HELD;
  }

  /**
   * Asks how far its analyses are, and brings it to its end where they are finished. Of several who do so at the same
   * time one delivers. Rejects where a delivery fails, which can be tried again.
   * @param {(response: Response) => boolean} isTaken whether the origin's answer means that it has it
   * @returns {Promise<Progress>}
   */
  async advance(isTaken) {
    const { files, request, claimed = 0 } = this.#entry.held;
    if (this.isExpired) return this.refuse(new Refusal('expired'));
    if (!request || Date.now() - claimed < LONGEST_DELIVERY) return {};
    const before = JSON.stringify(files);
    const isFinished = await this.#ask();
    const screening = screeningOf(files);
    if (!isFinished && screening.verdict !== 'blocked') {
      if (JSON.stringify(files) !== before) await this.#write({ ...this.#entry.held });
      return {};
    }
    const message = { ...request, headers: new Headers(request.headers) };
    try {
      const asked = new Request(message.url, message);
      const decision = await decide(screening, files, asked, this.#work);
      if (decision instanceof Response) {
        const { ending } = await this.refuse(new Refusal('undetermined', screening));
        return ending ? { ending, response: decision } : {};
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.refuse(error);
    }
    return this.#deliver(message, screening, isTaken);
  }

  /** Ends it. @param {Refusal} refusal */
  refuse({ kind, details: { files, retryAfter } }) {
    return this.#end({ refused: kind, files, retryAfter });
  }

  /** Asks once for each file, and whether all of them are finished. */
  async #ask() {
    const { settings, budget } = this.#work;
    const { files } = this.#entry.held;
    budget.startClock(settings.waitFor);
    try {
      await scanFiles(files, {
        client: await connectionFor(settings, budget),
        held: this.#body,
        lookup: settings.lookup,
        budget,
        isOnce: true,
      });
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
    } finally {
      budget.stopClock();
    }
    return files.every(({ outcome }) => outcome);
  }

  /**
   * @param {Message} message
   * @param {ReturnType<typeof screeningOf>} screening
   * @param {(response: Response) => boolean} isTaken
   * @returns {Promise<Progress>}
   */
  async #deliver(message, screening, isTaken) {
    const { held } = this.#entry;
    if (!(await this.#write({ ...held, claimed: Date.now() }))) return {};
    let delivery;
    try {
      delivery = await deliver(message, held.files, screening, this.#body, this.#work);
      if (!isTaken(delivery.response)) throw new Refusal('origin-unreachable');
    } catch (error) {
      // It can be claimed again.
      await this.#write({ ...held, claimed: undefined });
      throw error;
    }
    const { response, known } = delivery;
    const ending = { delivered: known };
    // The claim stays where this fails: better that than twice.
    await this.#end(ending).catch((error) => report(error, this.#work.settings));
    return { ending, response };
  }

  /** @param {Ending} ending @returns {Promise<Progress>} no ending where somebody else was faster */
  async #end(ending) {
    const { version, since, size } = this.#entry.held;
    // Whom it came from, and whatever else was in its headers, is needed no more.
    if (!(await this.#write({ version, since, size, files: [], ending }))) return {};
    this.#work.later(this.#body.drop());
    return { ending };
  }

  /** @param {Entry['held']} held @returns {Promise<boolean>} whether nobody else was faster */
  async #write(held) {
    const written = await writeRecord(this.#id, held, this.#entry.etag, this.#work);
    if (written) this.#entry = written;
    return written !== undefined;
  }
}
