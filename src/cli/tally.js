// @ts-check
/** @import { FileOutcome } from './outcome.js' */

/** Counts the outcomes of the files, and gives the verdict on all of them. */
export class Tally {
  allowed = 0;
  blocked = 0;
  undetermined = 0;
  skipped = 0;
  /** Whether a signal has ended the scan. */
  isInterrupted = false;
  /** Why files were left out, if any were. @type {string | undefined} */
  stopped;
  /** Failures other than those of files, such as of the certificate. @type {string[]} */
  failures = [];
  /** The verdict of the service on the batch as a whole. @type {'allowed' | 'blocked' | 'undetermined'} */
  batchVerdict = 'allowed';

  /** @param {FileOutcome} outcome */
  add({ verdict }) {
    this[verdict] += 1;
  }

  get files() {
    return this.allowed + this.blocked + this.undetermined + this.skipped;
  }

  /** Whether no file was left out. */
  get isComplete() {
    return !this.isInterrupted && this.stopped === undefined;
  }

  /** The verdict on all files together: `allowed` only if there was a file and every file was scanned. */
  get verdict() {
    if (this.blocked > 0 || this.batchVerdict === 'blocked') return 'blocked';
    const isAllowed =
      this.allowed > 0 &&
      this.undetermined === 0 &&
      this.isComplete &&
      this.failures.length === 0 &&
      this.batchVerdict === 'allowed';
    return isAllowed ? 'allowed' : 'undetermined';
  }

  /** A summary in one line. */
  get summary() {
    const scanned = this.files - this.skipped;
    if (scanned === 0 && this.isComplete) {
      return this.skipped > 0 ? `nothing to scan (${this.skipped} skipped)` : 'nothing to scan';
    }
    const parts = [`${this.allowed} allowed`, `${this.blocked} blocked`];
    parts.push(`${this.undetermined} undetermined`);
    if (this.skipped > 0) parts.push(`${this.skipped} skipped`);
    const end = this.isInterrupted ? '; interrupted before the end' : '';
    return `${this.files} ${this.files === 1 ? 'file' : 'files'}: ${parts.join(', ')}${end}`;
  }
}
