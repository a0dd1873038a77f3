// @ts-check
/** @import { Tally } from './tally.js' */

/** What pipelines decide by. */
export const ExitCode = /** @type {const} */ ({
  /** Every file is allowed; of other commands: done. */
  allowed: 0,
  /** At least one file is blocked. */
  blocked: 1,
  /** A file is undetermined, something failed, there was nothing to scan, or a signal ended it. */
  undetermined: 2,
});

/** @typedef {typeof ExitCode[keyof typeof ExitCode]} Code */

/** What a scan ends with. @param {Tally} tally @returns {Code} */
export function exitCodeOf({ verdict, isInterrupted }) {
  return isInterrupted ? ExitCode.undetermined : ExitCode[verdict];
}

/** What the verdict of one report ends with. @param {import('metadefender-wasm').Scan['verdict']} verdict */
export const exitCodeOfVerdict = (verdict) => ExitCode[verdict];
