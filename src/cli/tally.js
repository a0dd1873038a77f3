// @ts-check
/** @import { FileOutcome } from './outcome.js' */

/** Counts what became of the files, and says what all of them come to. */
export class Tally {
  allowed = 0;
  blocked = 0;
  undetermined = 0;
  skipped = 0;
  /** Whether a signal has ended it. */
  isInterrupted = false;
  /** Why files were left out, if so. @type {string | undefined} */
  stopped;
  /** What failed besides the files: a certificate, say. @type {string[]} */
  failures = [];
  /** The worst that the service says of the batch as a whole. @type {'allowed' | 'blocked' | 'undetermined'} */
  batchVerdict = 'allowed';

  /** @param {FileOutcome} outcome */
  add({ verdict }) {
    this[verdict] += 1;
  }

  get files() {
    return this.allowed + this.blocked + this.undetermined + this.skipped;
  }

  /** Whether every file was looked at. */
  get isComplete() {
    return !this.isInterrupted && this.stopped === undefined;
  }

  /** What all files together come to: `allowed` only if each was scanned and there was one. */
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

  /** In one line. */
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
