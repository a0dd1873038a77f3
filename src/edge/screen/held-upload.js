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

/** Answers by which an origin says that it may take the same later (RFC 9110 and 8470, RFC 6585), beside 5xx. */
const LATER = [408, 425, 429];

/**
 * How far an upload is: no ending while it goes on. The `response` is the origin's or the user's, for
 * whoever was there when it ended, or when the origin did not take it. It is `postponed` where there are too few calls
 * left to do anything.
 * @typedef {{ ending?: Ending, response?: Response, isPostponed?: boolean }} Progress
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
    const { size, etag } = entry.held;
    this.#body = new BucketHolding(bucket, settings.prefix + id, size, budget, etag);
  }

  /** @param {string} id @param {Work} work */
  static async find(id, work) {
    const entry = await readRecord(id, work);
    return entry && new HeldUpload(id, entry, work);
  }

  get ending() {
    return this.#entry.held.ending;
  }

  /** Whether somebody delivers it. */
  get isClaimed() {
    return this.#entry.held.claimed !== undefined;
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
   * time one delivers, and nobody after that, unless it is known that the origin has not taken it. Rejects where a
   * delivery fails, which can be tried again.
   * @returns {Promise<Progress>}
   */
  async advance() {
    const { files, claimed } = this.#entry.held;
    if (claimed !== undefined) {
      if (Date.now() - claimed < LONGEST_DELIVERY) return {};
      return this.refuse(new Refusal('delivery-unknown'));
    }
    if (this.isExpired) return this.refuse(new Refusal('expired'));
    const { settings, budget } = this.#work;
    // The claim, reading and writing each (or the body and the origin), the ending, which may need a second try, and to
    // delete what was held; or else what was stored.
    budget.keep(settings.store ? 2 * files.length + 4 : 6);
    if (budget.spare < 1) return { isPostponed: true };
    const message = await this.#message();
    if (!message) return this.refuse(new Refusal('failed'));
    const before = JSON.stringify(files);
    let isFinished;
    try {
      isFinished = await this.#ask();
    } catch (error) {
      if (error instanceof Refusal) return this.refuse(error);
      throw error;
    }
    const screening = screeningOf(files);
    if (!isFinished && screening.verdict !== 'blocked') {
      if (JSON.stringify(files) !== before) await this.#write({ ...this.#entry.held });
      return {};
    }
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
    return this.#deliver(message, screening);
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
   * @returns {Promise<Progress>}
   */
  async #deliver(message, screening) {
    const { held } = this.#entry;
    const { settings, budget } = this.#work;
    budget.commit();
    if (!(await this.#write({ ...held, claimed: Date.now() }))) return {};
    let delivery;
    try {
      delivery = await deliver(message, held.files, screening, this.#body, this.#work);
    } catch (error) {
      const { kind, details } = error instanceof Refusal ? error : new Refusal('failed');
      if (details.mayHaveArrived) return this.refuse(new Refusal('delivery-unknown'));
      if (kind === 'holding-failed') return this.refuse(new Refusal(kind));
      await this.#giveBack();
      throw error;
    }
    const { response, known } = delivery;
    if (!settings.store && !isTaken(response)) {
      await this.#giveBack();
      return { response };
    }
    const ending = { delivered: known };
    // The claim stays where this fails: better that than twice.
    await this.#end(ending)
      .catch(() => this.#end(ending))
      .catch((error) => report(error, settings));
    return { ending, response };
  }

  /** It can be claimed again. */
  async #giveBack() {
    await this.#write({ ...this.#entry.held, claimed: undefined });
  }

  /** The request that it was, unless nobody can read it any more. @returns {Promise<Message | undefined>} */
  async #message() {
    const { request = '' } = this.#entry.held;
    const text = await this.#work.settings.requestSeal.open(request, this.#id);
    if (text === undefined) return undefined;
    const { method, url, headers } = JSON.parse(text);
    return { method, url, headers: new Headers(headers) };
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

/** @param {Response} response */
const isTaken = ({ status }) => status < 500 && !LATER.includes(status);
