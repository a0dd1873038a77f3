// @ts-check
import { pathOf } from './item.js';
import { PendingReads } from './pending-reads.js';
import { selectFiles } from './selection.js';
import { relate, samePaths } from './same-path.js';
import { withoutSystemFiles } from './system-files.js';

/** @typedef {import('./item.js').Item} Item */
/** @typedef {import('./selection.js').Candidate} Candidate */

/**
 * The result of a choice.
 * @typedef {import('./selection.js').Selection & { system: number, unreadable?: number }} Choice
 */

/**
 * What the intake needs from the element.
 * @typedef {object} IntakeHost
 * @property {() => readonly Item[]} items that are present
 * @property {() => import('./selection.js').Limits} limits
 * @property {() => boolean} isDisabled
 * @property {() => void} onReading reading starts or ends
 * @property {() => void} onSlow reading takes long
 * @property {(choice: Choice) => void} onChoice
 */

/** Takes in files that are chosen, dropped, pasted or added by the page. */
export class Intake {
  #reads = new PendingReads();
  #host;

  /** @param {IntakeHost} host */
  constructor(host) {
    this.#host = host;
  }

  /** Whether files are still being read. */
  get isReading() {
    return this.#reads.hasAny;
  }

  /** Ignores what is still being read. */
  clear() {
    this.#reads.clear();
  }

  /** @param {Iterable<File>} files */
  add(files) {
    this.#choose(Array.from(files, (file) => ({ file, path: pathOf(file) })));
  }

  /**
   * Adds dropped files once they are read, which may take long for a folder. A form that is reset
   * meanwhile ignores them.
   * @param {ReturnType<typeof import('./read-transfer.js').readTransfer>} found
   */
  async addRead(found) {
    const read = await this.#read(found);
    if (read && !this.#host.isDisabled()) this.#choose(read.files, read.unreadable);
  }

  /**
   * @param {Candidate[]} candidates
   * @param {number} [unreadable] how many could not be read; 0 without candidates: there was no file
   */
  async #choose(candidates, unreadable) {
    const wanted = withoutSystemFiles(candidates);
    const system = candidates.length - wanted.length;
    // Without `multiple`, a new file replaces the present one, whatever it is.
    const pairs = this.#host.limits().multiple ? samePaths(wanted, this.#host.items()) : [];
    // Synchronous if possible: after `addFiles` they are in `items`.
    if (pairs.length > 0 && !(await this.#read(relate(pairs).then(() => true)))) return;
    const selection = selectFiles(wanted, this.#host.items(), this.#host.limits());
    this.#host.onChoice({ ...selection, system, unreadable });
  }

  /**
   * @template Found
   * @param {Promise<Found>} found
   * @returns {Promise<Found | undefined>} `undefined` after `clear`
   */
  async #read(found) {
    const reading = this.#reads.add(found, this.#host.onSlow);
    this.#host.onReading();
    const read = await reading;
    if (read) this.#host.onReading();
    return read;
  }
}
