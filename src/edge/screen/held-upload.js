// @ts-check
import { ProblemError } from '../problem.js';
import { applyPolicy } from './apply-policy.js';
import { BudgetExceededError } from './budget.js';
import { connectionFor } from './connection.js';
import { deliver } from './deliver.js';
import { BucketHolding } from './holding/bucket.js';
import { readRecord, writeRecord } from './record.js';
import { scanFiles, screeningOf } from './scan-files.js';
import { storedTasks } from './store.js';
import { reportFailure } from './work.js';
/** @import { Ending, StoredRecord } from './record.js' */
/** @import { RequestHead } from './forward.js' */
/** @import { Work } from './work.js' */

const MAX_HELD_MS = 24 * 3_600_000;

/** A delivery that takes longer has died: a queue's consumer has 15 minutes (Queues, Limits). */
const MAX_DELIVERY_MS = 20 * 60_000;

/** Responses after which the same request may succeed later (RFC 9110, RFC 8470, RFC 6585), besides 5xx. */
const RETRYABLE_STATUSES = [408, 425, 429];

/**
 * The `ending` is missing while the analysis is running. The `response` is the origin's or that of the `undetermined`
 * option, for the client that is waiting; without an ending, it is one by which the origin did not accept the upload.
 * `isPostponed` is set if too few calls were left to do anything.
 * @typedef {{ ending?: Ending, response?: Response, isPostponed?: boolean }} AdvanceResult
 */

/** An upload that was handed over, with its body in the bucket. */
export class HeldUpload {
  #id;
  #stored;
  #work;
  #holding;

  /**
   * @param {string} id
   * @param {StoredRecord} stored
   * @param {Work} work
   */
  constructor(id, stored, work) {
    const { settings } = work;
    const bucket = /** @type {NonNullable<typeof settings.bucket>} */ (settings.bucket);
    this.#id = id;
    this.#stored = stored;
    this.#work = work;
    const { size, etag } = stored.record;
    this.#holding = new BucketHolding(bucket, settings.prefix + id, size, settings.platform, etag);
  }

  /** @param {string} id @param {Work} work */
  static async find(id, work) {
    const stored = await readRecord(id, work);
    return stored && new HeldUpload(id, stored, work);
  }

  get ending() {
    return this.#stored.record.ending;
  }

  /** Whether a delivery is under way. */
  get isClaimed() {
    return this.#stored.record.claimed !== undefined;
  }

  /** ms */
  get age() {
    return Date.now() - this.#stored.record.since;
  }

  /** Whether it is too old to be delivered. */
  get isExpired() {
    return this.age > MAX_HELD_MS;
  }

  /**
   * Polls the analyses, and delivers or refuses the upload if they are finished. Of several concurrent calls only one
   * delivers. It is delivered again only if the origin is known not to have accepted it. Rejects if a delivery fails in
   * a way that can be retried.
   * @returns {Promise<AdvanceResult>}
   */
  async advance() {
    const { files, claimed } = this.#stored.record;
    if (claimed !== undefined) {
      if (Date.now() - claimed < MAX_DELIVERY_MS) return {};
      return this.refuse(new ProblemError('delivery-unknown'));
    }
    if (this.isExpired) return this.refuse(new ProblemError('expired'));
    const { settings, budget } = this.#work;
    // With `store`: the claim, a read and a write for each stored file, the ending and its retry, one deletion. Otherwise: the
    // claim, the body, the origin, the ending and its retry, the deletion of the body.
    budget.reserve(settings.store ? 2 * storedTasks(files).length + 4 : 6);
    if (budget.available < 1) return { isPostponed: true };
    const head = await this.#readHead();
    if (!head) return this.refuse(new ProblemError('failed'));
    const filesBefore = JSON.stringify(files);
    let isFinished;
    try {
      isFinished = await this.#pollAnalyses();
    } catch (error) {
      if (error instanceof ProblemError) return this.refuse(error);
      throw error;
    }
    const screening = screeningOf(files);
    if (!isFinished && screening.verdict !== 'blocked') {
      if (JSON.stringify(files) !== filesBefore) await this.#write({ ...this.#stored.record });
      return {};
    }
    try {
      const request = new Request(head.url, head);
      const decision = await applyPolicy(screening, files, request, this.#work);
      if (decision instanceof Response) {
        const { ending } = await this.refuse(new ProblemError('undetermined', screening));
        return ending ? { ending, response: decision } : {};
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return this.refuse(error);
    }
    return this.#deliver(head, screening);
  }

  /** Ends it with a problem. @param {ProblemError} problem */
  refuse({ kind, details: { files, retryAfter } }) {
    return this.#end({ refused: kind, files, retryAfter });
  }

  /** Polls the analysis of each file once; returns whether all of them are finished. */
  async #pollAnalyses() {
    const { settings, budget } = this.#work;
    const { files } = this.#stored.record;
    budget.startTimer(settings.waitFor);
    try {
      await scanFiles(files, {
        client: await connectionFor(settings, budget),
        holding: this.#holding,
        lookup: settings.lookup,
        budget,
        pollsOnce: true,
      });
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
    } finally {
      budget.stopTimer();
    }
    return files.every(({ outcome }) => outcome);
  }

  /**
   * @param {RequestHead} head
   * @param {ReturnType<typeof screeningOf>} screening
   * @returns {Promise<AdvanceResult>}
   */
  async #deliver(head, screening) {
    const { record } = this.#stored;
    const { settings, budget } = this.#work;
    budget.ignoreDisconnect();
    if (!(await this.#write({ ...record, claimed: Date.now() }))) return {};
    let delivery;
    try {
      delivery = await deliver(head, record.files, screening, this.#holding, this.#work);
    } catch (error) {
      const { kind, details } = error instanceof ProblemError ? error : new ProblemError('failed');
      if (details.mayHaveArrived) return this.refuse(new ProblemError('delivery-unknown'));
      if (kind === 'holding-failed') return this.refuse(new ProblemError(kind));
      await this.#releaseClaim();
      throw error;
    }
    const { response, known } = delivery;
    if (!settings.store && !isAccepted(response)) {
      await this.#releaseClaim();
      return { response };
    }
    const ending = { delivered: known };
    // If this fails, the claim stays: an upload that is not delivered is better than one delivered twice.
    await this.#end(ending)
      .catch(() => this.#end(ending))
      .catch((error) => reportFailure(error, settings));
    return { ending, response };
  }

  /** Lets another call deliver it. */
  async #releaseClaim() {
    await this.#write({ ...this.#stored.record, claimed: undefined });
  }

  /** The original request; `undefined` if its secret is gone. @returns {Promise<RequestHead | undefined>} */
  async #readHead() {
    const { request = '' } = this.#stored.record;
    const text = await this.#work.settings.requestSeal.open(request, this.#id);
    if (text === undefined) return undefined;
    const { method, url, headers } = JSON.parse(text);
    return { method, url, headers: new Headers(headers) };
  }

  /** @param {Ending} ending @returns {Promise<AdvanceResult>} without an ending if another call was faster */
  async #end(ending) {
    const { version, since, size } = this.#stored.record;
    // The request's headers are not kept any longer than needed: they hold cookies.
    if (!(await this.#write({ version, since, size, files: [], ending }))) return {};
    this.#work.inBackground(this.#holding.drop());
    return { ending };
  }

  /** @param {StoredRecord['record']} record @returns {Promise<boolean>} whether no other call was faster */
  async #write(record) {
    const written = await writeRecord(this.#id, record, this.#stored.etag, this.#work);
    if (written) this.#stored = written;
    return written !== undefined;
  }
}

/** @param {Response} response */
const isAccepted = ({ status }) => status < 500 && !RETRYABLE_STATUSES.includes(status);
